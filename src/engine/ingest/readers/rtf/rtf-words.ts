/** Control words that stand for a character. */
export const rtfCharacters: Readonly<Record<string, string>> = {
  tab: '\t',
  line: '\n',
  softline: '\n',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  bullet: '•',
  endash: '–',
  emdash: '—',
  enspace: '\u2002',
  emspace: '\u2003',
  qmspace: '\u2005',
  zwj: '\u200d',
  zwnj: '\u200c',
  ltrmark: '\u200e',
  rtlmark: '\u200f',
}

/** Symbols that stand for a character; an optional hyphen is none, unless a line breaks there. */
export const rtfSymbols: Readonly<Record<string, string>> = {
  '~': '\u00a0',
  _: '\u2011',
  '-': '',
  '\t': '\t',
}

/** Groups that hold no text of the document: tables of fonts and colours, data, headers that stand on every page. */
export const rtfSkipped: ReadonlySet<string> = new Set(
  (
    'colortbl revtbl rsidtbl listtable listoverridetable filetbl generator xmlnstbl latentstyles themedata ' +
    'colorschememapping datastore mmathPr pict objdata fldinst datafield bkmkstart bkmkend header headerl headerr headerf ' +
    'footer footerl footerr footerf private1 formfield ftnsep ftnsepc aftnsep aftnsepc pgptbl passwordhash ' +
    'nonshppict atrfstart atrfend atnref atnid atndate atntime ftncn aftncn docvar factoidname userprops wgrffmtfilter pntxta pntxtb sp'
  ).split(' '),
)

/** Code pages by the number of a character set, as fonts name them (`\fcharset`). */
export const rtfCharsets: Readonly<Record<number, string>> = {
  77: 'macintosh',
  128: 'cp932',
  129: 'cp949',
  130: 'cp1361',
  134: 'cp936',
  136: 'cp950',
  161: 'cp1253',
  162: 'cp1254',
  163: 'cp1258',
  177: 'cp1255',
  178: 'cp1256',
  186: 'cp1257',
  204: 'cp1251',
  222: 'cp874',
  238: 'cp1250',
  254: 'cp437',
  255: 'cp850',
}
