/**
 * Words of each language that say nothing about a subject: articles, pronouns, prepositions, conjunctions, auxiliaries and
 * question words, by ISO 639-1 code. In lower case; marks are taken off where they are looked up. English has the pieces
 * too that an apostrophe leaves behind (`don't` is indexed as `don` and `t`), French and Italian their elided words. By
 * how many of these words a text holds its language is told, so each list has the commonest words of its language.
 */
export const stopWordLists: Readonly<Record<string, string>> = {
  en: `
a about above after again against all am an and any are aren as at be because been before being below between both but
by can cannot could couldn did didn do does doesn doing don down during e.g each few for from further had hadn has hasn have
haven having he her here hers herself him himself his how i i.e if in into is isn it its itself just ll me more most mustn my
myself no nor not now of off on once only or other our ours ourselves out over own re s same shall she should shouldn so
some such t than that the their theirs them themselves then there these they this those through to too under until up ve
very was wasn we were weren what when where which while who whom why will with won would wouldn you your yours yourself
yourselves`,
  de: `
aber alle allem allen aller alles als also am an ander andere anderem anderen anderer anderes auch auf aus bei beim bin bis
bist da damit dann das dass daß dein deine deinem deinen deiner dem den denn der deren des dessen dich die dies diese
diesem diesen dieser dieses dir doch dort du durch ein eine einem einen einer eines einige er es etwas euch euer eure für
gegen gibt habe haben hat hatte hatten hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer ihres im in indem ins
ist jede jedem jeden jeder jedes jene jenem jenen jener jenes jetzt kann kannst kein keine keinem keinen keiner können
könnte lassen lässt man manche mehr mein meine meinem meinen meiner mich mir mit muss müssen musste nach nicht nichts noch
nun nur ob oder ohne sehr sein seine seinem seinen seiner seines seit selbst sich sie sind so solche soll sollen sollte
sondern sonst über um und uns unser unsere unserem unseren unter viel viele vom von vor während wann war waren warum was
weil welche welchem welchen welcher welches wenn wer werde werden wessen wie wieder will wir wird wirst wo wodurch wollen
womit wurde wurden würde würden zu zum zur zwar zwischen`,
  fr: `
à afin ai ainsi alors après as au aucun aucune aussi autre autres aux avait avant avec avoir ayant beaucoup c car ce ceci
cela celle celles celui ces cet cette ceux chaque chez ci combien comme comment d dans de depuis des donc dont du elle
elles en encore entre est et était étaient étant été être eu eux faire fait faut font hors ici il ils j je jusqu jusque
l la laquelle le lequel les lesquelles lesquels leur leurs lors lorsque lui m ma mais me même mêmes mes moi moins mon n ne
ni nos notre nous on ont ou où par parce pas pendant peu peut peuvent plus pour pourquoi qu quand que quel quelle quelles
quels qui quoi quoique s sa sans se selon sera seront ses si soi soit son sont sous sur t ta tandis te tes toi ton tous
tout toute toutes très tu un une vers voici voilà vos votre vous y`,
  es: `
a al algo alguna algunas alguno algunos ante antes aquel aquella aquellas aquellos aquí así aún aunque bajo bien cada casi
como cómo con contra cual cuál cuales cuáles cualquier cuando cuándo cuánta cuántas cuánto cuántos de del desde donde dónde
dos durante e el él ella ellas ellos en entonces entre era eran es esa esas ese eso esos esta está están estas este esto
estos fue fueron ha había habían hace hacer han hasta hay la las le les lo los más me mediante mi mí mientras mis mismo
misma mucha muchas mucho muchos muy nada ni no nos nosotros nuestra nuestras nuestro nuestros o os otra otras otro otros
para pero poco por porque puede pueden pues que qué quien quién quienes se según ser si sí sido siempre sin sino sobre
somos son soy su sus tal también tampoco tan tanto te tenemos tengo ti tiene tienen toda todas todo todos tu tú tus un una
unas uno unos usted ustedes vosotros y ya yo`,
  it: `
a ad agli ai al alla alle allo altra altre altri altro anche ancora aveva avere c che chi ci ciò coi col come con contro così
cosa cui d da dagli dai dal dall dalla dalle dallo degli dei del dell della delle dello dentro di dopo dove due durante e è
ed era erano essere essi fa fra fu furono già gli ha hai hanno ho i il in io l la le lei li lo loro lui ma me mentre mi mia
mie miei mio molta molte molti molto ne negli nei nel nell nella nelle nello no noi non nostra nostre nostri nostro o ogni
oltre per perché però più poi poco può possono prima qual quale quali quando quanta quante quanti quanto quella quelle
quelli quello questa queste questi questo qui se sé sei senza si sia siamo siete solo sono sta stata state stati stato su
sua sue sugli sui sul sull sulla sulle sullo suo suoi te ti tra tu tua tue tuo tuoi tutta tutte tutti tutto un una uno va
vi voi vostra vostre vostri vostro`,
  pt: `
à ainda além antes enquanto algum alguma alguns algumas ante antes ao aos apenas após aquela aquelas aquele aqueles aquilo as às até cada
com como contra da das de dela delas dele deles depois desde do dos durante e é ela elas ele eles em enquanto entre era
eram essa essas esse esses esta está estão estas este estes eu foi foram há isso isto já lhe lhes mais mas me mediante
meio mesma mesmo meu meus minha minhas muita muitas muito muitos na não nas nem no nos nós nossa nossas nosso nossos num
numa o onde os ou outra outras outro outros para pela pelas pelo pelos per perante pode podem pois por porém porque qual
quais qualquer quando quanta quantas quanto quantos que quem são se sem sempre ser será seu seus sido sob sobre sua suas
também tem têm tendo teu toda todas todo todos tu tua tudo um uma umas uns você vocês`,
  nl: `
aan al alle alles als altijd ander andere anderen ben bij binnen daar dan dat de deze die dit doch doen door dus een eens
en er ge geen geweest haar had hadden heb hebben heeft hem hen het hier hij hoe hoeveel hun iemand iets ik in is ja je
jij jouw jullie kan kon kunnen maar me meer men met mij mijn moet moeten na naar niet niets nog nu of om omdat onder ons
onze ook op over reeds sinds te tegen tijdens toch toen tot u uit uw van veel voor vooral waar waarin waarom wanneer want
waren was wat we welk welke werd werden wezen wie wij wil worden wordt zal ze zelf zich zij zijn zo zoals zonder zou zouden`,
  sv: `
alla allt än andra bakom eftersom framför medan år att av bara blev bli blir de dem den denna deras dess dessa det detta dig din dina ditt där då efter
ej eller en er ett för från genom ha hade han hans har henne hennes hon honom hur här i icke ingen inom inte jag kan kunde
man med mellan men mig min mina mitt mot mycket måste ni något några när nu och också om oss på samma sedan sig sin sina
sitt själv skall ska skulle så sådan som till under upp ut utan vad var vara varför varit varje vars vem vi vid vilka vilken
vilket vill är åt över`,
  da: `
af alle alt bag fordi foran mens anden andet andre at blev blive bliver da de dem den denne der deres det dette dig din disse dog du efter eller
en end er et for fordi fra før gennem ham han hans har havde have hende hendes her hos hun hvad hvem hver hvilke hvilken
hvis hvor hvordan hvorfor hvornår i ikke ind ingen jeg jer jo kan kunne man mange med meget mellem men mig min mit mod må
ned når noget nogle nu og også om op os over på selv sig sin sit skal skulle som sådan til under ud uden var ved vi vil
ville vor være været`,
  no: `
alle at av bak bare ble foran mens blei bli blir da de deg dem den denne der deres det dette din disse du eller en enn er et etter for
fordi fra før gjennom ha hadde han hans har henne hennes her hos hun hva hvem hver hvilke hvilken hvis hvor hvordan hvorfor
når i ikke ikkje ingen inn jeg kan kunne man mange med meg mellom men mer mine mot må ned noe noen nå og også om opp oss over
på så seg selv sin sitt skal skulle som til under ut uten var ved vi vil ville vår være vært`,
  fi: `
ei eivät en enemmän ennen että ettei he heidän heille hän hänen ilman itse ja jo jokainen joka joiden joista jolla jonka jos
joskus jossa jota jotka jotta kaikki kanssa kautta keskellä koska kuin kuinka kuitenkin kuka kun kyllä lisäksi me mutta
mukaan mikä millä miksi minkä minun minä missä mitä mitkä mistä milloin monta muu muut myös myöten ne niiden niin niitä
noin nyt näiden nämä olemme olen olet oli olivat olisi olla ollut on ovat paljon saa se sekä sen siellä siinä siis sillä
sinä sitten sitä tai te tämä tämän tässä tätä tuo vaan vaikka vain vielä voi voidaan yli`,
  hu: `
a abban ahhoz ahogy ahol aki akik akkor alatt által általában amely amelyek amelyet ami amit amikor annak arra át az azok
azon azonban azt aztán be belül benne cikk csak de e ebben egy egyéb egyes egyik egész el elég előtt én ennek erre es és ez
ezek ezért ezt fel felé ha hanem hány hogy hogyan hol igen így ill is ismét itt jó kell kellett ki kívül között közül le
lehet lenne lesz lett ma maga majd már más meg még mely melyek mert mi miatt mikor mint minden mit mivel most nagy nagyon
ne nem néha nincs olyan ők össze pedig s saját sem sok soha szerint számára szinte talán te tehát teljes több úgy után
utolsó vagy vagyis van vannak volna volt voltak vissza`,
  ro: `
a acea aceasta această aceea acei aceia acel acela acele acest acesta aceste acestor acestui ai al ale am ar are aș așa asta
astfel asupra atât atunci au avea avem ca că când cât câte câți care ce cea cei cel cele ceva chiar cine cu cum cui da dacă
dar de deci decât deja din dintre doar după e ea ei el ele era erau este eu fără fi fie fiecare fost iar îi îl în încă
înainte între își la le li lor lui mai mult multe mulți ne nici noi nostru nu o or ori pe pentru peste poate pot prin să sa
sale sau se si și sub sunt te tot toate toți tu un una unde unei unele unor unui va vor vom`,
  pl: `
a aby ale am ani bardzo bez być był była było były będzie będą ci ciebie co coś czy czego czyli dla do dlaczego dlatego gdy
gdzie go i ich ile im inne inny iż ja jak jaka jakie jaki jako je jednak jego jej jemu jest jestem jeśli jeszcze już każdy
każda kiedy kto która które którego której który których którym którzy lub ma mają może można mi mnie między mój mu musi
na nad nam nami nas nasz natomiast nawet nic nich nie nim niż o od ona one oni ono oraz pan po pod podczas ponad ponieważ
poza przed przez przy się są skąd swoje ta tak także tam te tego tej tem ten też to tu ty tych tylko tym u w was we więc
według wszystko z za ze że żeby`,
  cs: `
a aby ale ani asi až bez bude budou by byl byla byli bylo být co což či dále další do i ho jak jako je jeho jej její jejich
jen jenž ještě ji jiné již jsem jsi jsme jsou jste k kam každý kde kdo kdy když ke kolik která které kterého který kteří ku
ma máte me mezi mi mít mne mnou musí může my na nad nám napište náš ne nebo nebyl než nic není o od on ona oni ono pak po
pod podle pokud pouze práve pred pro proč proto protože před přes při s se si sice své svůj ta tak také takže tam tato te
tedy ten tento této tím to tohoto tom tomto toto tu tuto ty u už v vám váš ve více však všechny vy z za ze že`,
  tr: `
acaba ama ancak aslında bana bazı belki ben beni benim bile bir biri birkaç biz bizim bu buna bunda bundan bunlar bunu bunun
burada çok çünkü da daha de defa değil diğer diye dolayı eğer en gibi göre hangi hangisi hem hep hepsi her herhangi hiç
için ile ilgili ise işte kadar karşı kendi kendisi kez ki kim kimse mi mı mu mü nasıl ne neden nedir nerede nereye niçin
niye o olan olarak oldu olduğu olduğunu olmak olması olur ona ondan onlar onu onun oysa öyle rağmen sadece sen siz sonra
şey şöyle şu tarafından tüm var ve veya ya yani yerine yok zaman`,
  id: `
ada adalah agar akan aku anda antara apa apakah atas atau bagaimana bagi bahwa banyak beberapa belum berapa bila bisa boleh
bukan dalam dan dapat dari daripada dengan di dia hanya harus hingga ia ialah ini itu jika juga kalau kami kamu kapan karena
ke kemudian kepada ketika kita lagi lain lebih maka mana masih mengapa menjadi mereka namun oleh orang pada para pernah saat
saja sampai sangat saya sebagai sebelum sebuah secara sedang segala sehingga sejak selalu selama seluruh semua seorang
seperti serta setelah setiap siapa suatu sudah supaya tanpa telah tentang terhadap tersebut tetapi tidak untuk yaitu yang`,
  ru: `
а без бы был была были было быть в вам вами вас весь во вот все всего всех всё вы где да даже для до его ее её если есть еще
ещё же за зачем здесь и из или им ими их к как какая какие какой каком когда который которая которые которого которой
которых кто ли либо между меня мне может можно мой мы на над надо нас не него нее неё нет ни них но ну о об один она они
оно от очень по под после потому почему при про раз с сам свой своей своих себе себя сколько со так такая также такие такой
там тебе тебя тем то тобой того тоже той только том ты у уже чего чей чем через что чтобы чьи эта эти этим этих это этого
этой этом этот эту я`,
  uk: `
а але або би без був була були було бути в вам вас весь ви від він вона вони воно все всі вже де для до є з за зі і із її їй
їм їх й його йому й коли кого котрий ким ким куди ми мені між мій може можна на над нам нас наш не нею неї них ні ніж о об
один однак ось під після по про при саме свій своє своєю себе скільки та так також такий там те твій ти тим тільки то того
тоді той тому у усі хоча хто це цей ця цього цьому ці чи чого чому що щоб щодо я як яка який які яких якого якої якщо`,
  bg: `
а аз ако ала без беше би бил била били било близо в вас ваш ви вие все всички във вече г где го да дали до докато дори друг
е един една едно ето за зад защо защото и из или им има имат их й как каква какво как както какъв като кога когато което
които кой който колко която къде където ли м май ме между ми много мога могат може му на над най наш не него нея ни ние но
някои нито о обаче около от по под пред при през са само се сега си след сме според сте съм със също т така такъв там те
тези ти то това тогава този той толкова точно тук тя у ще що я`,
  el: `
αλλά αν αντί από από αυτά αυτές αυτή αυτό αυτοί αυτός αυτού αυτών αφού για γιατί δε δεν δύο εάν είμαι είναι είναι είχαν είχε
εκείνη εκείνο εκείνος εμείς ενώ ένα έναν ένας επί επίσης εσείς έτσι εγώ έχει έχουν η ήταν θα ίδιο ίσως και κάθε καθώς κάποια
κάποιο κάποιος κατά κι λόγω μας με μέσα μετά μέχρι μη μην μια μία μου μπορεί να ο οι όλα όλες όλοι όμως όπου όπως όσο ότι ού
ούτε παρά περί πιο ποια ποιες ποιο ποιοι ποιος πολύ πόσα πόσο πότε πού πριν προς πώς σας σαν σε στα στη στην στης στις στο
στον στους συ σύμφωνα τα τη την της τι τις το τον τότε του τους τους των ως`,
  ar: `
أن إن إنه أنه أو أي أية إلى إذا إذ أما أمام أنا أنت أنتم أين إلا ألا الا التي الذي الذين اللتان اللذان اللواتي ان او اي بعد
بعض بل بها به بين بينما تلك تم ثم حتى حول حيث خلال دون ذات ذلك سوف ضد عبر على عليه عليها عن عند عندما عنه عنها غير فإن في
فيه فيها قبل قد كان كانت كانوا كل كلا كم كما كيف لا لدى لقد لكن لكي لم لماذا لن له لها لهم لو ليس ليست ما ماذا متى مثل مع
من منذ منه منها مما نحن نحو هذا هذه هل هم هما هن هنا هناك هو هي وأن وإن وقد وكان ولا ولم وما ومن وهو وهي وفي وعلى يا يكون
يمكن التى الى`,
  fa: `
آن آنان آنها آیا از است اگر اما او این اینکه با باشد باید بر برای بسیار بود بودند به بی بین پس تا تر توسط تو چرا چند چه
چون چگونه چیست خود در دارد دارند دیگر را روی زیر سپس شد شده شما شود ضمن کجا کدام کرد کرده کردن کنند کند که کی ما مانند من
می نمی نه نیز نیست ها های هر هم همه همچنین هنوز و ولی وی هستند یا یک یکی`,
  he: `
אבל או אולי אותה אותו אותם אחר אחרי אחת אחד אך אל אלא אלה אם אנחנו אני אף אשר את אתה אתם בו בה בין בכל בלי בתוך גם הוא היא
היה היו היתה הם הן הנה זאת זה זו זהו יותר יש כאן כאשר כבר כדי כי כך כל כמה כמו כן לא לאחר לה להם לו לי למה לנו לפי לפני מה
מהו מי מן מתי עד על עם עצמו פי רק של שלה שלהם שלו שם`,
  hi: `
अगर अब अपना अपनी अपने अभी आदि आप इन इनका इनके इस इसका इसकी इसके इसमें इसी उन उनका उनकी उनके उस उसका उसकी उसके उसे एक एवं और
कई कब कभी कर करता करते करना करने कहा का काफी कि कितना कितने किया किस किसी की कुछ के कैसे को कोई कौन क्या क्यों गई गए गया जब
जहाँ जा जाता जाती जाते जिन जिस जैसे जो तक तथा तब तरह तो था थी थे दिया दो द्वारा न नहीं ने पर पहले बहुत बाद भी मैं मेरा में यदि
यह यहाँ या ये रहा रही रहे लिए लेकिन व वह वहाँ वाला वाली वाले वे सकता सकते सब साथ से हम ही हुआ हुई हुए है हैं हो होता होती होते
होना`,
  zh: `
的 了 和 是 在 我 有 他 这 這 那 她 它 们 們 你 您 我们 我們 你们 你們 他们 他們 也 都 就 不 与 與 及 或 或者 以及 而 而且 但 但是 把 被
让 讓 给 給 对 對 对于 對於 从 從 到 向 由 由于 由於 因为 因為 所以 如果 什么 什麼 怎么 怎麼 怎样 怎樣 如何 为什么 為什麼 哪 哪些 哪个
哪個 哪里 哪裡 谁 誰 多少 几 幾 吗 嗎 呢 吧 啊 呀 一个 一個 一些 这个 這個 那个 那個 这些 這些 那些 之 于 於 其 上 中 下 里 裡 等 很 会
會 能 可以 要 没有 沒有 还 還 又 再 用 以 为 為 是否 有哪些 是什么 是什麼 请问 請問 关于 關於`,
  ja: `
の に は を た が で て と し れ さ ある いる も する から な こと として い や れる など なっ ない この ため その あっ よう また もの
という あり まで られ なる へ か だ これ によって により おり より による ず なり られる において ば なかっ なく しかし について せ
だっ その後 できる それ う ので なお のみ でき き つ における および いう さらに でも ら たり その他 に関する たち ます ん なら に対して
です ました ません まし でし でした どの どう どこ どれ いつ だれ 誰 何 なに なぜ どんな いくら いくつ ください どのくらい どのよう ですか
ますか ました か 私 あなた そして または`,
  ko: `
이 그 저 것 수 등 및 또는 그리고 그러나 하지만 그래서 무엇 무엇인가 무엇인가요 무엇입니까 어떻게 왜 언제 어디 어디에 누구 누가 어떤
몇 얼마 얼마나 있다 있는 있습니까 있나요 없다 하다 하는 한다 합니다 합니까 하나요 된다 되는 됩니다 되나요 이다 입니다 입니까 인가요
대한 대해 대하여 위한 위해 통해 때문에 또한 모든 이런 그런 우리 나는 너는`,
  th: `
ที่ และ ของ ใน เป็น การ มี ได้ ว่า ให้ จะ ไม่ กับ จาก โดย นี้ ความ หรือ แต่ ก็ คือ แล้ว ยัง ต้อง อยู่ เพื่อ ซึ่ง นั้น ๆ อะไร
อย่างไร ทำไม เมื่อไร เมื่อไหร่ ที่ไหน ใคร กี่ เท่าไร เท่าไหร่ ไหน ไหม หรือไม่ ครับ ค่ะ คะ นะ ถ้า เมื่อ เพราะ ด้วย ตาม ถึง ทั้ง
กว่า อีก มาก ขึ้น ไป มา เขา เรา ฉัน คุณ มัน ต่อ`,
}
