/** Words that tell what a name names. All folded. */
const set = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/))

/** Stand before a person's name and are no part of it. */
export const titles = set(`
  mr mrs ms miss dr prof professor doctor sir dame rev reverend fr father sr jr judge capt captain
  col colonel gen lt lieutenant maj sgt sergeant president senator governor mayor minister chancellor
  king queen prince princess emperor pope bishop archbishop cardinal ambassador inspector
  herr frau fraulein graf freiherr m mme mlle monsieur madame docteur professeur don dona senor senora sr sra srta
  signor signora dott dottor ing senhor senhora doutor mevrouw meneer dhr mevr г-н господин госпожа κ κυριος κυρια`)

/** Say what somebody does: alone they name nobody, and what follows them begins a name of its own. */
export const roles = set(`
  president minister chancellor king queen prime chief executive director chairman chairwoman chair secretary head manager
  officer professor doctor senator governor mayor judge editor author founder treasurer ambassador deputy
  vice senior junior ceo cto cfo coo`)

/** End names of organisations, by law or by custom. The legal ones say nothing of which one it is. */
export const legalForms = set(`
  inc incorporated ltd limited llc llp lp plc corp corporation gmbh ag kg ohg ug se sa sas sarl srl spa nv bv ab as asa oy
  oyj aps kk pty pte co ооо оао зао пао ае`)

/** Stand in names of organisations. */
export const organisationWords = set(`
  university universitat universite universidad universita universidade universiteit college institute institut instituto
  istituto academy academie akademie school schule faculty department ministry ministerium ministere ministerio agency
  agentur agence agencia bank banque banco banca commission kommission comision committee comite council rat conseil
  consejo board bureau office authority administration service services association verband verein society gesellschaft
  societe sociedad foundation stiftung fondation fundacion company group gruppe groupe grupo holding holdings partners
  industries systems technologies laboratories labs laboratory union federation alliance league party partei partido parti
  court gericht tribunal parliament congress senate assembly army navy police hospital klinikum clinic museum theatre
  orchestra press publishing publishers news newspaper airlines airways motors pharmaceuticals insurance consortium
  network trust fund club team church organization organisation centre center consulting solutions software
  университет институт министерство банк компания академия университетът`)

/** Before these, or after them, stands the name of a place. */
export const placeWords = set(`
  river lake mount mountain mountains island islands isle bay gulf sea ocean strait cape valley desert peninsula forest
  street road avenue lane square boulevard drive bridge county city town village district province state region republic
  kingdom airport station harbour harbor port park canal strasse platz allee weg gasse rue place via piazza plaza calle
  avenida rua berg see fluss insel`)

/** Inside a name they stand in lower case. */
export const particles = set(`
  de del della dello dei degli di da do dos das du des la le las los el al van von der den dem ter ten zu zum zur vom af av
  bin ibn ben bint abu`)

/** Join what comes before and after them in names of organisations and works, less often elsewhere. */
export const joiners = set('of for the and & und et fur')

/** Name parts of a text, or what it is about in general; with a number or without, they lead nowhere. */
export const structureWords = set(`
  chapter section table figure fig page part volume vol appendix article paragraph annex item step example note notes
  question answer exercise theorem lemma equation eq abstract introduction conclusion conclusions references bibliography
  contents index summary results discussion method methods background acknowledgements acknowledgments preface version
  copyright isbn issn doi email tel phone fax date time subject from to cc re monday am pm bc ad bce ce ok yes no todo fixme
  kapitel abschnitt tabelle abbildung seite band anhang artikel absatz chapitre tableau page annexe
  capitulo seccion tabla figura pagina`)

/** Begin sentences often, and are no names; beside the stop words of the language. */
export const openers = set(`
  however therefore moreover furthermore meanwhile although though because since while whereas when where why how what who
  which whose yesterday today tomorrow recently finally first second third next then thus hence also still yet perhaps
  maybe please according despite during after before until unless once every each many most some several few all both
  another other such here there now later earlier often sometimes usually generally typically instead otherwise indeed
  overall given using based see let dear hello thanks thank regards sincerely welcome gestern heute morgen leider
  danach zuerst schliesslich ensuite puis enfin hier aujourd ayer hoy luego finalmente`)

/** Given names that are common in several countries; a name that begins with one is a person's. */
export const givenNames = set(`
  aaron abdul abdullah abigail adam adrian agnes ahmed aisha alan albert alberto alejandro alex alexander alexandra alfred
  ali alice alison amanda amelia amina amir amy ana anastasia andre andrea andreas andrew andrzej angela anita ann anna
  anne annie anthony antoine anton antonio aria arthur astrid barbara beatrice benjamin bernard bertrand bill bob boris
  brian bruce camille carl carla carlos carmen caroline catherine cecilia charles charlotte chen chloe chris christian
  christina christine christopher claire clara claude claudia colin cristina daniel daniela david deborah denis dennis diana
  diego dieter dimitri dmitri dmitry donald dorothy douglas edgar edith eduardo edward eleanor elena eli elias elisabeth
  elizabeth ella ellen emil emily emma enrico eric erik ernest esther eugene eva evelyn fatima felix fernando florence
  francesca francesco francis francisco frank franz fred frederick friedrich gabriel george georg georges gerald gerard
  giovanni giulia giuseppe gordon grace greta guido gunther gustav hannah hans harold harry hassan heinrich helen helena
  helga henri henry herbert hugo ian ibrahim igor ingrid irene isaac isabel isabella ivan jack jacob jacqueline jacques
  james jan jane janet jason javier jean jeff jennifer jens jeremy jessica jim joan joanna joe johan johann johannes john
  jonas jonathan jorge jose josef joseph joshua juan judith julia julian julie jurgen justin karen karin karl katarina
  kate katherine kathleen keith kenneth kevin khalid klaus kurt lars laura lauren lea leo leon leonard leonardo leonid
  lewis liam linda lisa lorenzo louis louise luca lucas lucia lucy ludwig luigi luis luke magda manuel marc marcel marco
  marcus margaret maria marie marina mario marion mark marta martha martin mary mateo matteo matthew matthias maurice max
  maya mehmet michael michel michelle miguel mikhail milan mohamed mohammed monica monika muhammad mustafa nadia nancy
  natalia natalie nathan nicholas nicola nicolas nicole nikita nikolai nina noah nora olga oliver olivia omar oscar otto
  pablo paolo patricia patrick paul paula pavel pedro peter petra philip philipp philippe pierre piotr priya rachel rafael
  ralph raymond rebecca ricardo richard rita robert roberto robin roger roland roman ronald rosa rose rudolf ruth ryan
  samantha samuel sandra sara sarah scott sebastian sergei sergey sergio sharon simon simone sofia sonia sophia sophie
  stefan stella stephanie stephen steve steven stuart susan svetlana sven sylvia tatiana teresa theo theodor theresa thomas
  tim timothy tobias tom tomas tony ursula valentina vera veronica victor victoria viktor vincent vladimir walter wei
  werner wilhelm william winston wolfgang xavier yasmin yusuf yuri yves zoe
  александр алексей андрей анна антон борис василий виктор владимир дмитрий екатерина елена иван игорь ирина константин
  лев мария михаил наталья николай ольга павел петр сергей татьяна юрий γιωργος μαρια γιαννης ελενη νικος`)
