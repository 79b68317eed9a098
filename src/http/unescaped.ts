import { utf8Text } from './byte-text.ts'

/** So many layers of escapes are undone: JSON in a JSON string, in a form, in a page. */
const DEEPEST_ESCAPE = 4

const ESCAPE = new RegExp(
  [
    // JSON (RFC 8259, 7), and further escapes of JavaScript, Python and C.
    /\\u(?<high>[dD][89abAB][\da-fA-F]{2})\\u(?<low>[dD][c-fC-F][\da-fA-F]{2})/,
    /\\u(?<unit>[\da-fA-F]{4})/,
    /\\u\{(?<point>[\da-fA-F]{1,6})\}/,
    /\\x(?<code>[\da-fA-F]{2})/,
    /\\(?<octal>[0-3][0-7]{2})/,
    /\\(?<letter>[\\"'/bfnrt])/,
    // URIs (RFC 3986, 2.1).
    /%(?<octet>[\da-fA-F]{2})/,
    // HTML (13.5). Browsers accept references without a semicolon.
    /&#(?<decimal>\d{1,8});?/,
    /&#[xX](?<hexadecimal>[\da-fA-F]{1,8});?/,
    /&(?<name>[A-Za-z]{2,24}\d{0,2});?/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'g',
)

/** Quoted-printable with its soft line breaks (RFC 2045, 6.7). */
const QUOTED = /=(?:(?<code>[\dA-F]{2})|\r?\n)/g

const LETTERS: { readonly [letter: string]: string } = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }

/** Each ASCII character that has a named reference in HTML, followed by the name. */
const ASCII_NAMES =
  '\tTab \nNewLine !excl "quot "QUOT #num $dollar %percnt &amp &AMP \'apos (lpar )rpar *ast *midast +plus ,comma .period ' +
  '/sol :colon ;semi <lt <LT =equals >gt >GT ?quest @commat [lsqb [lbrack \\bsol ]rsqb ]rbrack ^Hat _lowbar _UnderBar ' +
  '`grave `DiacriticalGrave {lcub {lbrace |verbar |vert |VerticalLine }rcub }rbrace'

/** The named references of Latin-1, from U+00A0 on. */
const LATIN_NAMES =
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro ' +
  'para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil ' +
  'Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave ' +
  'Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml ' +
  'igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute ' +
  'thorn yuml'

const NAMED: ReadonlyMap<string, string> = new Map([
  ...ASCII_NAMES.split(' ').map((entry) => [entry.slice(1), entry.slice(0, 1)] as const),
  ...LATIN_NAMES.split(' ').map((name, index) => [name, utf8Text(String.fromCodePoint(160 + index))] as const),
])

/** A replaced part of a view: its range here, and its range in the view that it comes from. */
interface Part {
  readonly start: number
  readonly end: number
  readonly from: number
  readonly to: number
}

/** A text in which each character is a byte. It knows where each of its parts stands in the original text. */
export class View {
  readonly text: string
  readonly #original: View | undefined
  readonly #parts: readonly Part[]

  constructor(text: string, original?: View, parts: readonly Part[] = []) {
    this.text = text
    this.#original = original
    this.#parts = parts
  }

  /** A view in which the matches of a pattern are replaced, or this view if there are none. */
  replaced(pattern: RegExp, replace: (match: RegExpExecArray) => string | undefined): View {
    let text = ''
    let copied = 0
    const parts: Part[] = []
    for (const match of this.text.matchAll(pattern)) {
      const replacement = replace(match)
      if (replacement === undefined) continue
      text += this.text.slice(copied, match.index)
      copied = match.index + match[0].length
      parts.push({ start: text.length, end: text.length + replacement.length, from: match.index, to: copied })
      text += replacement
    }
    return parts.length === 0 ? this : new View(text + this.text.slice(copied), this, parts)
  }

  /** The range in the original text. A replaced part that the range touches is included whole. */
  inOriginal(start: number, end: number): readonly [start: number, end: number] {
    if (this.#original === undefined) return [start, end]
    const [from] = this.#rangeOf(start)
    const [, to] = this.#rangeOf(end - 1)
    return this.#original.inOriginal(from, to)
  }

  #rangeOf(index: number): readonly [from: number, to: number] {
    let low = 0
    let high = this.#parts.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#parts[middle]?.start ?? 0) <= index) low = middle + 1
      else high = middle
    }
    const part = this.#parts[low - 1]
    if (part === undefined) return [index, index + 1]
    if (index < part.end) return [part.from, part.to]
    const from = index - part.end + part.to
    return [from, from + 1]
  }
}

/**
 * The text itself, and the text with one, two and more layers of escapes undone. Each `+` becomes a blank in all of them,
 * because in a form it stands for one; the needles are treated alike. If the text may be quoted-printable, all this of what
 * it then says too: in a form, `=54` is no escape.
 */
export function unescapedViews(text: string): View[] {
  const original = new View(text.replaceAll('+', ' '))
  const quoted = original.replaced(QUOTED, ({ groups = {} }) => quotedCharacter(groups))
  return [original, ...(quoted === original ? [] : [quoted])].flatMap(layersOf)
}

const quotedCharacter = ({ code }: { readonly [name: string]: string | undefined }): string =>
  code === undefined ? '' : String.fromCharCode(Number.parseInt(code, 16)).replace('+', ' ')

function layersOf(view: View): View[] {
  const views = [view]
  while (views.length <= DEEPEST_ESCAPE) {
    const last = views.at(-1)
    const next = last?.replaced(ESCAPE, ({ groups = {} }) => characterOf(groups)?.replace('+', ' '))
    if (next === undefined || next === last) break
    views.push(next)
  }
  return views
}

function characterOf(groups: { readonly [name: string]: string | undefined }): string | undefined {
  const { high, low, unit, point, code, octal, letter, octet, decimal, hexadecimal, name } = groups
  if (letter !== undefined) return LETTERS[letter] ?? letter
  if (octet !== undefined) return String.fromCharCode(Number.parseInt(octet, 16))
  if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8))
  if (name !== undefined) return NAMED.get(name)
  if (high !== undefined && low !== undefined)
    return utf8Text(String.fromCharCode(Number.parseInt(high, 16), Number.parseInt(low, 16)))
  const hex = unit ?? point ?? code ?? hexadecimal
  const codePoint = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
  return codePoint > 0x10ffff ? undefined : utf8Text(String.fromCodePoint(codePoint))
}
