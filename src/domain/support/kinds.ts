import { comparableStem } from '../words.ts'
import { plainForm } from './irregular-forms.ts'

/** Words of a kind, a kind a paragraph: what is said of one of them is not said of another. */
const table = `
doctor physician surgeon nurse dentist pharmacist chemist vet therapist psychologist lawyer solicitor attorney judge notary
teacher professor lecturer tutor engineer architect plumber electrician carpenter mason builder baker butcher cook chef waiter
barber hairdresser tailor shoemaker blacksmith miner farmer gardener fisherman shepherd hunter soldier officer policeman
detective firefighter pilot driver sailor captain conductor composer musician singer dancer actor painter sculptor poet
writer novelist journalist editor photographer banker accountant merchant grocer clerk secretary librarian caretaker cleaner
priest bishop monk philosopher historian astronomer biologist physicist mathematician geologist programmer mayor minister
senator ambassador diplomat student intern treasurer chairman auditor optician publisher printer

dog cat horse cow sheep goat pig donkey rabbit hare mouse rat squirrel fox wolf bear lion tiger elephant monkey deer otter
badger hedgehog seal whale dolphin owl eagle hawk crow swallow sparrow duck goose chicken hen swan gull stork heron pigeon
parrot snake lizard frog toad turtle fish salmon trout cod herring tuna shark vole mole bat bee wasp ant spider butterfly moth
beetle mosquito

apple pear plum cherry peach apricot grape orange lemon lime banana strawberry raspberry blueberry melon pineapple fig date olive
tomato potato carrot onion garlic leek cabbage lettuce spinach cucumber pepper pumpkin mushroom pea bean lentil rice wheat barley
oat corn maize bread pasta noodle cheese butter cream yoghurt yogurt milk egg meat beef pork lamb ham sausage bacon honey
sugar salt flour vinegar mustard cumin paprika cinnamon ginger parsley basil thyme almond walnut hazelnut peanut chocolate

coffee tea water milk juice beer wine whisky vodka lemonade cocoa cider

iron steel copper brass bronze silver gold tin zinc lead aluminium aluminum titanium nickel wood oak pine stone granite marble
limestone sandstone slate brick concrete glass plastic rubber leather cotton wool silk linen paper cardboard clay sand
asphalt tar wax

coal oil petrol diesel gas paraffin electricity wind solar nuclear hydrogen peat steam

head face eye ear nose mouth tooth tongue neck throat shoulder arm elbow hand wrist finger chest breast back hip leg knee
ankle foot toe heart lung liver kidney stomach brain spine skin bone

cholera typhoid malaria tuberculosis measles influenza flu pneumonia diabetes cancer asthma bronchitis hepatitis smallpox plague
polio rabies migraine stroke epilepsy dementia arthritis anaemia

penicillin aspirin heparin insulin ibuprofen paracetamol morphine cortisone latex pollen nut dust

kitchen bathroom bedroom cellar basement attic garage balcony garden corridor hall lobby library laundry office

car bus tram train bicycle bike motorcycle lorry truck van taxi ferry ship boat yacht plane aeroplane helicopter tractor

church mosque synagogue temple school university hospital museum theatre cinema hotel restaurant factory prison castle library
stadium airport station bank supermarket pharmacy bakery brewery barracks warehouse farm barn mill kindergarten

piano violin cello viola guitar flute clarinet oboe trumpet trombone horn drum organ harp accordion saxophone

opera symphony sonata concerto ballet song musical novel poem play essay

football soccer tennis golf cricket rugby hockey basketball volleyball baseball swimming skiing cycling rowing boxing chess

coat jacket shirt trousers skirt dress hat cap scarf glove shoe boot sock tie belt helmet apron

mother father sister brother son daughter aunt uncle nephew niece cousin grandmother grandfather wife husband

mathematics physics chemistry biology medicine law history geography economics literature philosophy theology psychology music
astronomy geology

rain snow hail fog storm thunder lightning frost drought heatwave flood earthquake fire hurricane tornado landslide avalanche war
volcano

rose tulip lily daisy orchid oak beech birch pine spruce fir elm maple willow chestnut ash poplar

table chair desk sofa bed cupboard shelf wardrobe stool bench drawer lamp mirror

hammer saw drill screwdriver pliers wrench axe shovel spade rake knife fork spoon scissors

catholic protestant orthodox jewish muslim buddhist hindu lutheran anglican atheist

spring summer autumn winter

second minute hour day week month quarter year decade century

sight hearing smell taste touch

dawn morning noon midday afternoon dusk evening night midnight

email letter fax phone telephone post text sms courier

cash cheque card transfer invoice

river lake sea ocean mountain valley desert forest island beach hill cliff glacier

square circle triangle rectangle oval cylinder sphere cone cube disk wire plate

door window wall roof floor ceiling stair chimney fence gate

transport finance health education defence agriculture culture justice environment labour tourism

crime theft burglary robbery fraud murder vandalism arson assault

subsonic transonic supersonic hypersonic

linear quadratic cubic exponential

algorithm hardware database network printer keyboard monitor laptop scanner router

screw nail bolt nut rivet

introduction chapter appendix preface table figure footnote abstract

hydrogen oxygen nitrogen helium carbon sulphur chlorine argon

acid alkali alcohol bleach ammonia solvent
`

const kindsOf = new Map<string, Set<number>>()
for (const [kind, paragraph] of table.trim().split(/\n\n/u).entries()) {
  for (const word of paragraph.split(/\s+/u)) {
    const stem = comparableStem(plainForm(word))
    kindsOf.set(stem, (kindsOf.get(stem) ?? new Set()).add(kind))
  }
}

/** Whether two stems name two of one kind. */
export function areOfOneKind(one: string, other: string): boolean {
  if (one === other) return false
  const kinds = kindsOf.get(one)
  return kinds !== undefined && [...(kindsOf.get(other) ?? [])].some((kind) => kinds.has(kind))
}
