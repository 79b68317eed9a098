import { type Json, type JsonObject, ORDINARY_DEPTH, withProperty } from '../../json/index.ts'
import { plainText } from './text.ts'

/** A group of values that free-form objects allow and that programs stumble over, as properties to add to one. */
export interface HazardGroup {
  readonly name: string
  readonly properties: readonly (readonly [name: string, value: Json])[]
}

/** The size of a large body: past common limits set by mistake (64 KiB, 100 kB), far under the platform's 12 MB. */
const LARGE = 200 * 1024
const MANY = 2000

const nested = (depth: number): Json => {
  let value: Json = 'a'
  for (let level = 1; level < depth; level++) value = level % 2 === 0 ? { a: value } : [value]
  return value
}

const group = (name: string, ...properties: HazardGroup['properties']): HazardGroup => ({ name, properties })

const prototypeNames = (): JsonObject =>
  [
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    'length',
    '$ref',
    '$where',
  ].reduce<JsonObject>((object, name) => withProperty(object, name, 'a'), {})

/** `rootDepth` is the depth of the object, the body's root being 1: all in it together stays at an ordinary depth. */
export const hazardGroups = (rootDepth: number): readonly HazardGroup[] => [
  group('null', ['null', null], ['within', { a: null }]),
  group('true and false', ['true', true], ['false', false]),
  group('whole numbers', ['zero', 0], ['one', 1]),
  group('fractions', ['fraction', 0.1], ['small', 1e-7]),
  group('negative numbers', ['negative', -1]),
  group('negative zero', ['minus', -0]),
  group('numbers over 32 bits', ['large', 9007199254740991], ['larger', 1e21]),
  group('nested objects', ['object', { object: { text: 'a' } }]),
  group('arrays', ['array', ['a']], ['mixed', ['a', ['b'], { c: 'd' }]]),
  group('an empty string', ['string', '']),
  group('an empty array', ['none', []]),
  group('an empty object', ['nothing', {}]),
  group('an empty name', ['', 'a']),
  group('Latin-1 text', ['latin', 'é ñ ß'], ['ñ', 'a']),
  group('text outside Latin-1', ['wide', '漢字한국어عربى€'], ['名前', 'a']),
  group('text outside the BMP', ['astral', '😀👩\u{1d4b3}'], ['😀', 'a']),
  group('control characters', ['control', '\u0001\b\t\n\f\r\u001b\u007f\u0085\u200b\u2028\u2029\u202e\ufeff']),
  group('a NUL character', ['nul', 'a\u0000b']),
  group('dots', ['dots', 'a..b'], ['a.b', 'a']),
  group('spaces', ['spaces', ' a '], [' ', 'a']),
  group('quotes', ['quotes', '"a\'b`'], ['"', 'a']),
  group('percent signs', ['percent', '%s%d%n%41%'], ['%', 'a']),
  group('slashes', ['slashes', '../\\'], ['a/b~c', 'a']),
  // biome-ignore lint/suspicious/noTemplateCurlyInString: what template engines look for
  group('template marks', ['template', '${a}{{a}}#{a}<%=a%>']),
  group('markup', ['markup', '<b>&amp;</b><!--a-->'], ['<a>', 'a']),
  group(
    'texts that look like other values',
    ['truth', 'true'],
    ['nil', 'null'],
    ['digits', '007'],
    ['exponent', '1e3'],
    ['date', '2024-02-29'],
    ['time', '2024-02-29T12:00:00Z'],
    ['epoch', '/Date(0)/'],
  ),
  group(
    'names that frameworks act on',
    ['@type', 'a'],
    ['@class', 'a'],
    ['$type', 'a'],
    ['$id', '1'],
    ['_id', 'a'],
    ['__typename', 'a'],
  ),
  { name: 'prototype names', properties: Object.entries(prototypeNames()) },
  // An object of nothing but numeric names is a list to PHP.
  group('numeric names', ['0', 'a'], ['42', 'a'], ['-1', 'a'], ['numbered', { 0: 'a', 1: 'b' }]),
  group('a long name', [plainText(300), 'a']),
  group('a long string', ['long', plainText(5000)]),
  group('a long array', ['many', Array.from({ length: 1000 }, () => 'a')]),
  group(`depth ${ORDINARY_DEPTH}`, ['deep', nested(ORDINARY_DEPTH - rootDepth)]),
  group('JSONPath mapping text', ['mapped', '$.a.b[0].c'], ['defaulted', "$.a.b[0].c | 'x'"], ['broken', '$.[ | ']),
]

export const LARGE_BODY = 'a large body'
const MANY_NAMES = 'thousands of names'

/** Of these one for a whole body is enough: several would go past what a server may refuse for its size. */
export const isBulky = (name: string): boolean => name === LARGE_BODY || name === MANY_NAMES

/** Made but once: each free-form place of each plan has them. */
export const BULKY_GROUPS: readonly HazardGroup[] = [
  { name: LARGE_BODY, properties: [['large', plainText(LARGE)]] },
  {
    name: MANY_NAMES,
    properties: [['names', Object.fromEntries(Array.from({ length: MANY }, (_, index) => [`n${index}`, 0]))]],
  },
]
