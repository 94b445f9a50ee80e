type Denial = { sources: RegExp; denied: RegExp }

/** What sources are called, that something is denied, and what they would do: tell. */
const denials: readonly Denial[] = [
  {
    sources: /\b(?:sources?|documents?|passages?|excerpts?|files?|texts?|context|materials?|information)\b/iu,
    denied:
      /(?:\b(?:not|no|none|nothing|neither|cannot|unable)\b|n['’]t\b).{0,60}\b(?:say|state|mention|contain|specif|provide|tell|give|include|describe|answer|indicate|address|discuss|cover|list|find|found|information|details?)/iu,
  },
  {
    sources: /(?:quelle|dokument|text|unterlage|auszug|auszüge|datei)/iu,
    denied: /\b(?:nichts?|kein\p{L}*)\b.*(?:sag|steh|enth[aä]lt|nenn|erwähn|angab|angegeben|information|hervor|find)/iu,
  },
  {
    sources: /\b(?:sources?|documents?|textes?|passages?|extraits?|fichiers?)\b/iu,
    denied: /(?:\bne\b|\bn['’]|\baucun).{0,60}(?:di[ts]|mention|conti|précis|indiqu|information|trouv)/iu,
  },
  {
    sources: /\b(?:fuentes?|fontes?|documentos?|textos?|pasajes?|trechos?|archivos?|arquivos?)\b/iu,
    denied:
      /(?:\bno\b|não|ning[uú]n|nenhum).{0,60}(?:di[cz]|mencion|cont[ié]|especific|indic|informa|encontr|encuentr)/iu,
  },
  {
    sources: /\b(?:font[ei]|document[oi]|test[oi]|brani|file)\b/iu,
    denied: /\b(?:non|nessun\p{L}*)\b.{0,60}(?:dic|menzion|conten|specific|indic|informazion|trov)/iu,
  },
  {
    sources: /(?:المصادر|المصدر|الوثائق|المستندات|النصوص|الملفات)/u,
    denied: /(?:^|\s|و)(?:لا|لم|ليس|ليست)\s.{0,60}(?:ذكر|قول|حتوي|حدد|وضح|معلومات|شير)/u,
  },
  {
    sources: /(?:资料|資料|文档|文檔|文件|来源|來源|原文|出典|文書)/u,
    denied:
      /(?:没有|沒有|未).{0,20}(?:提|说|說|信息|資訊|说明|說明|包含|给出)|(?:記載|情報|書かれ|述べ|含まれ).{0,20}(?:ない|ません)/u,
  },
  {
    sources: /(?:источник|документ|текст|файл)/iu,
    denied: /(?<!\p{L})(?:не|нет|ничего)(?!\p{L}).{0,60}(?:говор|содерж|упомин|указ|информац|сведен|сказан)/iu,
  },
]

/** What leads to a list or a table that says the rest. */
const leadIn =
  /^(?:here (?:is|are)|see|below|the following|as follows|in (?:short|summary|brief)|summary|overview|sources?|note)(?!\p{L})[^\d:：]*[:：]$/iu

/**
 * Whether a sentence that cites nothing says nothing that documents could support: that they do not tell something, or what
 * comes next.
 */
export function claimsNothing(sentence: string): boolean {
  return leadIn.test(sentence) || denials.some(({ sources, denied }) => sources.test(sentence) && denied.test(sentence))
}
