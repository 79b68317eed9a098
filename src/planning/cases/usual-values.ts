import type { Json } from '../../json/index.ts'

/** Far from now: what must lie in the future does, and nothing in a plan depends on the day. */
const DAY = '2099-01-31'
const MOMENT = `${DAY}T12:00:00Z`
/** The same moment in seconds since 1970. */
const EPOCH = 4_073_544_000

/** Values that deployments usually take where the document asks for a format. */
const OF_FORMATS: { readonly [format: string]: readonly Json[] } = {
  date: [DAY],
  'date-time': [MOMENT],
  decimal: ['1.00'],
  duration: ['P1D'],
  email: ['user@example.com'],
  hostname: ['example.com'],
  'idn-email': ['user@example.com'],
  'idn-hostname': ['example.com'],
  ipv4: ['192.0.2.1'],
  ipv6: ['2001:db8::1'],
  iri: ['https://example.com/'],
  password: ['Passw0rd!2099x'],
  time: ['12:00:00Z'],
  uri: ['https://example.com/'],
  url: ['https://example.com/'],
}

/** Values that deployments usually take at places of a name, the more telling names first; the words are in lower case. */
const OF_NAMES: readonly (readonly [name: RegExp, ...values: Json[]])[] = [
  // Any version will do (RFC 9110, 13.1.1).
  [/^if match$/, '*'],
  [/\b(?:e ?mail|mail)\b/, 'user@example.com'],
  [/\b(?:password|passwd|passphrase|pwd)\b/, 'Passw0rd!2099x'],
  [/\b(?:user ?name|login|nick(?:name)?)\b/, 'example_user'],
  [/\b(?:file ?name|file)\b/, 'example.txt'],
  [/\b(?:host ?name|host|domain)\b/, 'example.com'],
  [/\b(?:phone|mobile|telephone|tel|fax|msisdn)\b/, '+4915112345678', '015112345678'],
  [/\b(?:country|nationality)\b/, 'DE', 'DEU', 'Germany'],
  [/\bcurrency\b/, 'EUR'],
  [/\b(?:language|lang|locale)\b/, 'en', 'en-US'],
  [/\b(?:time ?zone|tz)\b/, 'Europe/Berlin'],
  [/\b(?:colou?r)\b/, '#336699', 'red'],
  [/\b(?:ip|ip ?v4|ip address)\b/, '192.0.2.1'],
  [/\b(?:post ?code|postal ?code|zip ?code|zip|postal)\b/, '10115'],
  [/\b(?:latitude|lat)\b/, 52.52, '52.52'],
  [/\b(?:longitude|lon|lng)\b/, 13.405, '13.405'],
  [/\b(?:url|uri|link|website|homepage|href|callback|webhook)\b/, 'https://example.com/'],
  [/\b(?:price|amount|cost|fee|salary|balance|total|subtotal)\b/, '1.00', 1],
  [/\b(?:quantity|qty|count|number of \w+)\b/, 1, '1'],
  [/\b(?:limit|page size|per page|size)\b/, 10, '10'],
  [/\bpage\b/, 1, '1'],
  [/\b(?:offset|skip)\b/, 0, '0'],
  [/\byear\b/, 2099, '2099'],
  [/\b(?:date|deadline|due|expir(?:y|es|ation)|birthday|since|until|start|end|time|(?:\w+ )at)\b/, MOMENT, DAY, EPOCH],
  [/\b(?:city|town)\b/, 'Berlin'],
  [/\b(?:street|address)\b/, 'Main Street 1'],
  [/\biban\b/, 'DE89370400440532013000'],
  [/\bisbn\b/, '9783161484100'],
  [/\bport\b/, 8080, '8080'],
  [/\bage\b/, 30, '30'],
  [/\bversion\b/, '1.0.0', 1],
  [/\b(?:media ?type|mime ?type|content type)\b/, 'text/plain'],
  [/\bslug\b/, 'example'],
  [/\b(?:first|given) name\b/, 'Ada'],
  [/\b(?:last|family|sur) ?name\b/, 'Lovelace'],
  [/\b(?:name|title|label|subject)\b/, 'Example', 'example'],
  [/\b(?:description|comment|summary|message|note|text|content|bio)\b/, 'An example'],
]

/** `createdAt`, `created_at` and `Created-At` alike: `created at`. */
export const wordsOf = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[^A-Za-z0-9]+/g, ' ')
    .trim()
    .toLowerCase()

/**
 * What deployments usually take at a place of such a name and format, the likeliest first: whether the schema of the
 * place allows it is not asked. No ids: what is guessed might exist.
 */
export const usualValues = (name: string, format: string | undefined): readonly Json[] => {
  const words = wordsOf(name)
  const ofName = OF_NAMES.filter(([pattern]) => pattern.test(words)).flatMap(([, ...values]) => values)
  const ofFormat = format !== undefined && Object.hasOwn(OF_FORMATS, format) ? (OF_FORMATS[format] ?? []) : []
  return [...ofFormat, ...ofName]
}
