import { type Json, type JsonObject, ORDINARY_DEPTH, withProperty } from '../json/index.ts'
import { astralText, plainText } from './text.ts'

/** A group of values that free-form objects allow and that programs stumble over, as properties to add to one. */
export interface HazardGroup {
  readonly name: string
  readonly properties: readonly (readonly [name: string, value: Json])[]
}

/** The size of the one large body: past common limits set by mistake (64 KiB, 100 kB), far under the platform's 12 MB. */
const LARGE = 200 * 1024

const nested = (depth: number): Json => {
  let value: Json = {}
  for (let level = 1; level < depth; level++) value = level % 2 === 0 ? { a: value } : [value]
  return value
}

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
  ].reduce<JsonObject>((object, name) => withProperty(object, name, { a: 1 }), {})

/** `rootDepth` is the depth of the object, the body's root being 1: all in it together stays at an ordinary depth. */
export const hazardGroups = (rootDepth: number): readonly HazardGroup[] => [
  {
    name: 'every JSON type nested',
    properties: [
      [
        'types',
        {
          null: null,
          true: true,
          false: false,
          number: 1,
          string: 'a',
          array: [null, true, 1, 'a', [], {}],
          object: { object: {} },
        },
      ],
    ],
  },
  { name: 'null', properties: [['null', null]] },
  {
    name: 'awkward numbers',
    properties: [
      ['numbers', [0, -1, 0.1, 1.5, 1e-7, 1e21, 2147483648, 4294967296, 9007199254740991, -9007199254740991]],
    ],
  },
  {
    name: 'empty values',
    properties: [
      ['empty', { string: '', array: [], object: {} }],
      ['', ''],
    ],
  },
  {
    name: 'Latin-1, BMP and astral text',
    properties: [
      ['text', 'é ñ ß 漢字 한국어 عربى 😀👩‍💻 𝒳'],
      ['名前', 'é'],
      ['😀', '😀'],
    ],
  },
  {
    name: 'control text',
    properties: [['control', '\u0000\u0001\b\t\n\f\r\u001b\u007f\u0085\u200b\u2028\u2029\u202e\ufeff']],
  },
  {
    name: 'dots, spaces, quotes and percent signs',
    properties: [
      ['a.b', '..'],
      [' ', ' a '],
      ['quotes', '"\'`\\'],
      ['percent', '%s %d %n %41 ${a} {{a}} #{a} $(a)'],
      ['a/b~c', '../..'],
    ],
  },
  { name: 'prototype names', properties: Object.entries(prototypeNames()) },
  {
    name: 'numeric-only keys',
    properties: [
      ['0', 'a'],
      ['42', { '1': 1 }],
      ['-1', 1],
    ],
  },
  {
    name: 'long keys and strings',
    properties: [
      [plainText(300), 1],
      ['long', plainText(5000)],
      ['wide', astralText(1000)],
    ],
  },
  { name: 'long arrays', properties: [['array', Array.from({ length: 1000 }, (_, index) => index)]] },
  { name: `depth ${ORDINARY_DEPTH}`, properties: [['deep', nested(ORDINARY_DEPTH - rootDepth)]] },
  {
    name: 'JSONPath mapping text',
    properties: [
      ['mapped', '$.a.b[0].c'],
      ['defaulted', "$.a.b[0].c | 'x'"],
      ['constant', '$CONST.a | 1'],
      ['dollar', '$'],
      ['broken', '$.[ | '],
    ],
  },
]

export const LARGE_BODY = 'a large body'

export const largeGroup = (): HazardGroup => ({ name: LARGE_BODY, properties: [['large', plainText(LARGE)]] })
