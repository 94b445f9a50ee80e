/**
 * Passages and questions that were written for these tests: each question asks for one passage in other forms of its words,
 * and the other passages of its language are about other things. `finds` is the passage's place.
 */
export type LanguageSet = {
  /** As an ISO 639-1 code. */
  language: string
  passages: readonly string[]
  questions: readonly { asks: string; finds: number }[]
}

export const languageSets: readonly LanguageSet[] = [
  {
    language: 'de',
    passages: [
      'Die Mietverträge können von beiden Seiten mit einer Frist von drei Monaten gekündigt werden.',
      'In den Häusern am Stadtrand wurden im letzten Winter neue Heizungen eingebaut.',
      'Der Arzt verschrieb dem kranken Kind ein Medikament gegen das hohe Fieber.',
      'Unsere Lieferanten schicken die Rechnungen seit Januar nur noch elektronisch.',
      'Die Bäume im Stadtpark sind über zweihundert Jahre alt und stehen unter Schutz.',
    ],
    questions: [
      { asks: 'Wie lange ist die Kündigung bei einem Mietvertrag möglich, wenn man kündigen will?', finds: 0 },
      { asks: 'neue Heizung im Haus', finds: 1 },
      { asks: 'Ärzte und kranke Kinder', finds: 2 },
      { asks: 'elektronische Rechnung eines Lieferanten', finds: 3 },
      { asks: 'Welcher Baum ist geschützt und alt?', finds: 4 },
    ],
  },
  {
    language: 'fr',
    passages: [
      'Les chevaux du village mangeaient de l’herbe fraîche près de la rivière.',
      'Le contrat de location a été résilié par le propriétaire au mois de mars.',
      'Les bibliothèques municipales resteront fermées pendant les travaux.',
      'Nos ingénieurs ont développé une nouvelle méthode pour mesurer la pression.',
      'La recette demande trois œufs, du beurre et un peu de farine tamisée.',
    ],
    questions: [
      { asks: 'Que mange le cheval ?', finds: 0 },
      { asks: 'résilier des contrats', finds: 1 },
      { asks: 'Quelle bibliothèque sera fermée ?', finds: 2 },
      { asks: 'développement de méthodes par un ingénieur', finds: 3 },
      { asks: 'oeuf et farines dans les recettes', finds: 4 },
    ],
  },
  {
    language: 'es',
    passages: [
      'Las ciudades de la costa recibieron más turistas que nunca durante el verano.',
      'El abogado firmó los documentos en nombre de la empresa.',
      'Los niños estaban jugando en el parque cuando empezó a llover.',
      'Las canciones de este disco fueron escritas por la misma autora.',
      'El motor necesita una revisión cada diez mil kilómetros.',
    ],
    questions: [
      { asks: '¿Qué ciudad de la costa recibe al turista?', finds: 0 },
      { asks: 'abogados que firman un documento', finds: 1 },
      { asks: 'un niño jugaba en los parques', finds: 2 },
      { asks: 'cancion escrita por un autor', finds: 3 },
      { asks: 'revisiones de motores', finds: 4 },
    ],
  },
  {
    language: 'ru',
    passages: [
      'Договоры аренды были подписаны обеими сторонами в прошлом году.',
      'В городских библиотеках открылись новые читальные залы.',
      'Студенты сдавали экзамены по математике в течение двух недель.',
      'Врачи рекомендуют пациентам больше гулять на свежем воздухе.',
      'Ёлки украшают игрушками накануне праздника.',
    ],
    questions: [
      { asks: 'Когда был подписан договор об аренде?', finds: 0 },
      { asks: 'новый зал в библиотеке города', finds: 1 },
      { asks: 'экзамен для студента', finds: 2 },
      { asks: 'рекомендации врача пациенту', finds: 3 },
      { asks: 'елка с игрушкой', finds: 4 },
    ],
  },
  {
    language: 'ar',
    passages: [
      'وقّعت الشركةُ العقدَ مع المورّدين في مدينة القاهرة.',
      'فتحت المكتبات أبوابها أمام الطلاب طوال أيام الأسبوع.',
      'يحتاج المهندسون إلى أدوات دقيقة لقياس الضغط.',
      'زرع الفلاحون القمح في الحقول القريبة من النهر.',
      'كتبت المعلمة رسالة طويلة إلى أولياء الأمور.',
    ],
    questions: [
      { asks: 'شركات في المدينه', finds: 0 },
      { asks: 'هل المكتبة مفتوحة للطلاب؟', finds: 1 },
      { asks: 'مهندس والأدوات', finds: 2 },
      { asks: 'فلاح يزرع قمحا', finds: 3 },
      { asks: 'معلمات ورسالتها', finds: 4 },
    ],
  },
  {
    language: 'zh',
    passages: [
      '数据库索引可以大大加快查询的速度。',
      '这家医院新开了一个儿童门诊部。',
      '租赁合同应当在到期前三个月通知对方。',
      '科学家在深海里发现了一种新的鱼类。',
      '我们每天早上在公园里跑步。',
    ],
    questions: [
      { asks: '怎样加快查询？', finds: 0 },
      { asks: '儿童医院', finds: 1 },
      { asks: '合同到期', finds: 2 },
      { asks: '什么鱼在深海？', finds: 3 },
      { asks: '公园跑步', finds: 4 },
    ],
  },
  {
    language: 'ja',
    passages: [
      '新しい契約書は来月から有効になります。',
      '図書館では毎週土曜日に子どもたちが本を読んでいます。',
      '東京の地下鉄は世界でもっとも混雑しています。',
      'コンピューターの歴史は計算機から始まった。',
      '海岸で拾った貝殻を箱に入れて保存した。',
    ],
    questions: [
      { asks: '契約はいつ有効ですか', finds: 0 },
      { asks: '本を読む図書館', finds: 1 },
      { asks: '地下鉄の混雑', finds: 2 },
      { asks: 'コンピュータの歴史', finds: 3 },
      { asks: '貝を拾う', finds: 4 },
    ],
  },
  {
    language: 'ko',
    passages: [
      '회의에서 새로운 예산이 결정되었습니다.',
      '도서관은 월요일마다 문을 닫습니다.',
      '학생들은 과학 시험을 준비하고 있다.',
      '자동차의 엔진은 정기적으로 점검해야 한다.',
      '강아지가 공원에서 뛰어놀았다.',
    ],
    questions: [
      { asks: '예산은 어느 회의가 정했나', finds: 0 },
      { asks: '도서관에서 월요일', finds: 1 },
      { asks: '학생의 시험', finds: 2 },
      { asks: '엔진을 점검', finds: 3 },
      { asks: '공원의 강아지', finds: 4 },
    ],
  },
  {
    language: 'th',
    passages: [
      'สัญญาเช่าบ้านจะหมดอายุในเดือนหน้า',
      'นักเรียนอ่านหนังสือในห้องสมุดทุกวัน',
      'รถไฟฟ้าสายใหม่จะเปิดให้บริการในปีนี้',
      'ชาวนาปลูกข้าวในฤดูฝน',
      'แพทย์แนะนำให้ดื่มน้ำมากขึ้น',
    ],
    questions: [
      { asks: 'สัญญาเช่า', finds: 0 },
      { asks: 'ห้องสมุด', finds: 1 },
      { asks: 'รถไฟฟ้า', finds: 2 },
      { asks: 'ปลูกข้าว', finds: 3 },
      { asks: 'แพทย์', finds: 4 },
    ],
  },
  {
    language: 'it',
    passages: [
      'I contratti di affitto sono stati firmati dai proprietari nel mese di giugno.',
      'Le biblioteche della città sono chiuse durante le feste.',
      'Gli studenti hanno superato gli esami di matematica.',
      'Il cuoco mescola la farina con le uova e lo zucchero.',
    ],
    questions: [
      { asks: 'firma di un contratto', finds: 0 },
      { asks: 'Quando è chiusa la biblioteca?', finds: 1 },
      { asks: 'esame per uno studente', finds: 2 },
      { asks: 'mescolare farine', finds: 3 },
    ],
  },
  {
    language: 'pt',
    passages: [
      'As informações sobre os contratos foram enviadas aos clientes.',
      'Os pescadores saíram para o mar antes do amanhecer.',
      'A médica receitou um remédio para as dores de cabeça.',
      'As crianças brincavam no jardim da escola.',
    ],
    questions: [
      { asks: 'informação para o cliente', finds: 0 },
      { asks: 'pescador que sai para os mares', finds: 1 },
      { asks: 'remedios para a dor', finds: 2 },
      { asks: 'criança brincando em jardins', finds: 3 },
    ],
  },
  {
    language: 'nl',
    passages: [
      'De huurders hebben hun contracten met de eigenaar verlengd.',
      'De kinderen speelden in de tuinen achter het huis.',
      'De artsen schrijven minder medicijnen voor dan vroeger.',
      'Het bestuur heeft de begroting voor volgend jaar goedgekeurd.',
    ],
    questions: [
      { asks: 'contract verlengen als huurder', finds: 0 },
      { asks: 'spelende kinderen in de tuin', finds: 1 },
      { asks: 'medicijn van een arts', finds: 2 },
      { asks: 'begrotingen goedkeuren', finds: 3 },
    ],
  },
  {
    language: 'sv',
    passages: [
      'Hyresgästerna har skrivit under sina avtal med fastighetsägaren.',
      'Barnen lekte i trädgårdarna bakom skolan.',
      'Bilarna måste besiktigas varje år av en verkstad.',
    ],
    questions: [
      { asks: 'hyresgästens avtal', finds: 0 },
      { asks: 'trädgård vid skolor', finds: 1 },
      { asks: 'besiktiga bilen', finds: 2 },
    ],
  },
  {
    language: 'tr',
    passages: [
      'Kiracılar sözleşmeleri ev sahibi ile birlikte imzaladı.',
      'Kütüphanelerde öğrenciler için yeni kitaplar var.',
      'Arabanın motoru her yıl bakıma alınmalı ve kontrol edilmelidir.',
    ],
    questions: [
      { asks: 'kiracının sözleşmesi', finds: 0 },
      { asks: 'kütüphane ve kitap', finds: 1 },
      { asks: 'araba motorları', finds: 2 },
    ],
  },
]
