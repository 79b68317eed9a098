import type { JsonType } from '../json/index.ts'

/** What stands between the items of a list that is one value, and is percent-encoded in a URL. */
export const DELIMITERS = { spaceDelimited: ' ', tabDelimited: '\t', pipeDelimited: '|' } as const

type DelimitedStyle = keyof typeof DELIMITERS

export const isDelimited = (style: string): style is DelimitedStyle => Object.hasOwn(DELIMITERS, style)

/** How OpenAPI 3.1 (4.8.12, Parameter Object) lays a value out, or RFC 6570 for the styles that come from there. */
export interface StyledParameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header' | 'cookie'
  /** `tabDelimited` is the `tsv` of 2.0 (Parameter Object, `collectionFormat`), for which later versions have no word. */
  readonly style: 'simple' | 'label' | 'matrix' | 'form' | 'deepObject' | 'cookie' | DelimitedStyle
  readonly explode: boolean
  /** Reserved characters stay as they are where they end no value: see `KEPT_IF_RESERVED`. Nothing to a header or the style `cookie`. */
  readonly allowReserved: boolean
  /** Described by `content` instead of `schema`: JSON if this is a JSON media type, else the text as it is. */
  readonly contentType?: string
}

/**
 * The JSON types that a value may have. Text tells no types apart, so a reader must know them: `5` is a number only
 * if numbers are allowed and strings are not. If both are allowed it is a string.
 */
export interface ParameterShape {
  readonly types: readonly JsonType[]
  /** Of the items of an array; strings if left out. */
  readonly items?: readonly JsonType[]
  /** Of the named properties of an object. */
  readonly properties?: ReadonlyMap<string, readonly JsonType[]>
  /** Of every other property: strings if left out. If it is empty, exploded forms have no other property. */
  readonly additional?: readonly JsonType[]
}

/** Reserved characters (RFC 3986, 2.2) that stay with `allowReserved`, by place; a delimiter of the value never does. */
export const KEPT_IF_RESERVED = {
  // A pair ends with `&`, and a plus sign is a space.
  query: ":/?@!$'()*,;",
  // Of no segment (3.2, Path Templating): `/`, `?` and `#`; nor of any URL: brackets (RFC 3986, 3.3).
  path: ":@!$&'()*+,;=",
  // RFC 6265, 4.2.1.
  cookie: ":/?#[]@!$&'()*+=",
  header: '',
} as const

/** Whether texts go out as they are, and are read so: in headers, and in cookies of their own style (3.2, Appendix D). */
export const isPlain = ({ in: place, style }: { readonly in: string; readonly style?: string }): boolean =>
  place === 'header' || style === 'cookie'

/** What separates the parts of one value, as it stands on the wire. */
export function separatorOf({ in: place, style, explode }: StyledParameter): string {
  if (place === 'header') return isDelimited(style) ? DELIMITERS[style] : ','
  if (style === 'simple') return ','
  if (style === 'label') return explode ? '.' : ','
  if (style === 'matrix') return explode ? ';' : ','
  if (explode || style === 'deepObject') return place === 'cookie' ? '; ' : '&'
  return isDelimited(style) ? encodeURIComponent(DELIMITERS[style]) : ','
}

/** Whether the parameter's name stands on the wire, before each value. */
export const isNamed = ({ in: place, style }: StyledParameter): boolean =>
  place === 'query' || place === 'cookie' || style === 'matrix'

/** What a path segment of the style begins with. */
export const prefixOf = ({ style }: StyledParameter): string =>
  style === 'label' ? '.' : style === 'matrix' ? ';' : ''
