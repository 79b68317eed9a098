import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type BodyFormat,
  type FieldFormat,
  type ParameterShape,
  readParameter,
  readQuerystring,
  type StyledParameter,
  textsByName,
  writeParameter,
  writeQuerystring,
} from '../../src/http/index.ts'
import { type Json, type JsonType, numberOf, parseJson } from '../../src/json/index.ts'

type Style = StyledParameter['style']
type Place = StyledParameter['in']

const parameter = (
  place: Place,
  style: Style,
  explode: boolean,
  more: Partial<StyledParameter> = {},
): StyledParameter => ({
  name: 'color',
  in: place,
  style,
  explode,
  allowReserved: false,
  ...more,
})

const STRING: ParameterShape = { types: ['string'] }
const STRINGS: ParameterShape = { types: ['array'], items: ['string'] }
const RGB: ParameterShape = {
  types: ['object'],
  properties: new Map<string, JsonType[]>([
    ['R', ['integer']],
    ['G', ['integer']],
    ['B', ['integer']],
  ]),
  additional: [],
}

describe('the table of OpenAPI 3.1, Style Examples', () => {
  const list = ['blue', 'black', 'brown']
  const object = { R: 100, G: 200, B: 150 }
  const rows: [Place, Style, boolean, string, string, string | undefined, string | undefined][] = [
    ['path', 'matrix', false, ';color', ';color=blue', ';color=blue,black,brown', ';color=R,100,G,200,B,150'],
    ['path', 'matrix', true, ';color', ';color=blue', ';color=blue;color=black;color=brown', ';R=100;G=200;B=150'],
    ['path', 'label', false, '.', '.blue', '.blue,black,brown', '.R,100,G,200,B,150'],
    ['path', 'label', true, '.', '.blue', '.blue.black.brown', '.R=100.G=200.B=150'],
    ['path', 'simple', false, '', 'blue', 'blue,black,brown', 'R,100,G,200,B,150'],
    ['path', 'simple', true, '', 'blue', 'blue,black,brown', 'R=100,G=200,B=150'],
    ['header', 'simple', false, '', 'blue', 'blue,black,brown', 'R,100,G,200,B,150'],
    ['header', 'simple', true, '', 'blue', 'blue,black,brown', 'R=100,G=200,B=150'],
    ['query', 'form', false, 'color=', 'color=blue', 'color=blue,black,brown', 'color=R,100,G,200,B,150'],
    ['query', 'form', true, 'color=', 'color=blue', 'color=blue&color=black&color=brown', 'R=100&G=200&B=150'],
    ['cookie', 'form', false, 'color=', 'color=blue', 'color=blue,black,brown', 'color=R,100,G,200,B,150'],
    ['cookie', 'form', true, 'color=', 'color=blue', 'color=blue; color=black; color=brown', 'R=100; G=200; B=150'],
    [
      'query',
      'spaceDelimited',
      false,
      'color=',
      'color=blue',
      'color=blue%20black%20brown',
      'color=R%20100%20G%20200%20B%20150',
    ],
    [
      'query',
      'pipeDelimited',
      false,
      'color=',
      'color=blue',
      'color=blue%7Cblack%7Cbrown',
      'color=R%7C100%7CG%7C200%7CB%7C150',
    ],
    // Of 3.2.
    ['cookie', 'cookie', false, 'color=', 'color=blue', undefined, undefined],
    ['cookie', 'cookie', true, 'color=', 'color=blue', 'color=blue; color=black; color=brown', 'R=100; G=200; B=150'],
    // `tsv`, `ssv` and `pipes` of 2.0, which headers and paths have, too.
    ['query', 'tabDelimited', false, 'color=', 'color=blue', 'color=blue%09black%09brown', undefined],
    ['path', 'tabDelimited', false, '', 'blue', 'blue%09black%09brown', undefined],
    ['path', 'pipeDelimited', false, '', 'blue', 'blue%7Cblack%7Cbrown', undefined],
    ['header', 'spaceDelimited', false, '', 'blue', 'blue black brown', undefined],
    ['header', 'pipeDelimited', false, '', 'blue', 'blue|black|brown', undefined],
    [
      'query',
      'deepObject',
      true,
      'color=',
      'color=blue',
      undefined,
      'color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150',
    ],
  ]

  it.each(rows)('%s %s, explode %s', (place, style, explode, empty, string, array, members) => {
    const subject = parameter(place, style, explode)
    const both = (value: Json, shape: ParameterShape, text: string | undefined) => {
      if (text === undefined) return
      expect(writeParameter(subject, value)).toBe(text)
      expect(readParameter(subject, text, shape)).toEqual({ kind: 'value', value })
    }
    both('', STRING, empty)
    both('blue', STRING, string)
    both(list, STRINGS, array)
    both(object, RGB, members)
  })
})

describe('writeParameter', () => {
  it('percent-encodes the UTF-8 of all but the unreserved characters in path, query and cookie', () => {
    const text = "aZ09-._~!*'()/?#[]@&=+$,;: %é😀\u0000"
    const encoded = 'aZ09-._~%21%2A%27%28%29%2F%3F%23%5B%5D%40%26%3D%2B%24%2C%3B%3A%20%25%C3%A9%F0%9F%98%80%00'
    expect(writeParameter(parameter('path', 'simple', false), text)).toBe(encoded)
    expect(writeParameter(parameter('query', 'form', true), text)).toBe(`color=${encoded}`)
    expect(writeParameter(parameter('cookie', 'form', true), text)).toBe(`color=${encoded}`)
    expect(writeParameter(parameter('header', 'simple', false), 'a b/é')).toBe('a b/é')
  })

  it('keeps reserved characters in the query where they are allowed and end nothing', () => {
    const open = { allowReserved: true }
    const text = "a:/?@!$'()*,;#[]&=+ b"
    expect(writeParameter(parameter('query', 'form', true, open), text)).toBe(
      "color=a:/?@!$'()*,;%23%5B%5D%26%3D%2B%20b",
    )
    expect(writeParameter(parameter('query', 'form', false, open), ['a,b', '/'])).toBe('color=a%2Cb,/')
    expect(writeParameter(parameter('path', 'simple', true, open), '/')).toBe('%2F')
  })

  it('keeps them in paths and cookies as well, as far as these carry them (3.2)', () => {
    const open = { allowReserved: true }
    const text = "a:/?@!$'()*,;#[]&=+ b%"
    expect(writeParameter(parameter('path', 'simple', false, open), text)).toBe(
      "a:%2F%3F@!$'()*%2C;%23%5B%5D&=+%20b%25",
    )
    expect(writeParameter(parameter('path', 'matrix', false, open), ';,')).toBe(';color=%3B%2C')
    expect(writeParameter(parameter('path', 'label', true, open), ['.;', ','])).toBe('.%2E;.,')
    expect(writeParameter(parameter('cookie', 'form', true, open), text)).toBe("color=a:/?@!$'()*%2C%3B#[]&=+%20b%25")
  })

  it('escapes nothing in cookies of their own style, and reads no escape there (3.2)', () => {
    const plain = parameter('cookie', 'cookie', true, { allowReserved: true, name: 'a%41' })
    expect(writeParameter(plain, 'b%42+/')).toBe('a%41=b%42+/')
    expect(readParameter(plain, 'c=1; a%41=b%42+/', STRING)).toEqual({ kind: 'value', value: 'b%42+/' })
  })

  it('replaces lone surrogates, escapes names, and says nothing for what is empty', () => {
    const query = parameter('query', 'form', true)
    expect(writeParameter(query, 'a\ud800b')).toBe('color=a%EF%BF%BDb')
    expect(writeParameter(parameter('header', 'simple', false), 'a\ud800b')).toBe('a\ufffdb')
    expect(writeParameter({ ...query, name: 'a[b]&c' }, '1')).toBe('a%5Bb%5D%26c=1')
    expect(writeParameter(query, [])).toBe('')
    expect(writeParameter(parameter('path', 'label', true), {})).toBe('')
    expect(writeParameter(query, null)).toBe('color=null')
    expect(writeParameter(query, [[1, 'a'], {}])).toBe('color=%5B1%2C%22a%22%5D&color=%7B%7D')
  })

  it('writes content as JSON', () => {
    const content = parameter('query', 'form', true, { contentType: 'application/json' })
    expect(writeParameter(content, { a: [1] })).toBe('color=%7B%22a%22%3A%5B1%5D%7D')
    expect(writeParameter(content, 'x')).toBe('color=%22x%22')
    expect(writeParameter({ ...content, contentType: 'text/plain' }, 'x')).toBe('color=x')
  })
})

describe('readParameter', () => {
  const query = parameter('query', 'form', true)
  const value = (value: Json) => ({ kind: 'value', value })

  it.each<[string, JsonType[], Json]>([
    ['5', ['integer'], 5],
    ['5.5', ['integer'], 5.5],
    ['1e3', ['number'], 1000],
    ['-0.5', ['number'], -0.5],
    ['5', ['number', 'string'], '5'],
    ['05', ['integer'], '05'],
    ['0x10', ['integer'], '0x10'],
    ['1e999', ['number'], '1e999'],
    ['', ['integer'], ''],
    ['true', ['boolean'], true],
    ['true', ['string', 'boolean'], 'true'],
    ['TRUE', ['boolean'], 'TRUE'],
    ['null', ['null', 'integer'], null],
    ['', ['null', 'integer'], null],
    ['null', ['null', 'string'], 'null'],
  ])('reads %j as one of %j', (text, types, expected) => {
    expect(readParameter(query, `color=${text}`, { types })).toEqual(value(expected))
    expect(readParameter(query, `color=${text}`, { types: ['array'], items: types })).toEqual(value([expected]))
  })

  it('finds a parameter among others and tells an absent one', () => {
    expect(readParameter(query, 'a=1&%63olor=x&b', STRING)).toEqual(value('x'))
    expect(readParameter(query, 'a=1&colors=x', STRING)).toEqual({ kind: 'absent' })
    expect(readParameter(query, '', STRINGS)).toEqual({ kind: 'absent' })
    expect(readParameter(parameter('cookie', 'form', true), 'a=1;  color=x%20y ;b=2', STRING)).toEqual(value('x y'))
  })

  it('takes a bare + for a space in the query only', () => {
    expect(readParameter(query, 'color=a+b%2B', STRING)).toEqual(value('a b+'))
    expect(readParameter(parameter('path', 'simple', false), 'a+b', STRING)).toEqual(value('a+b'))
  })

  it('leaves the names of other parameters out of an exploded object', () => {
    const open: ParameterShape = { types: ['object'] }
    expect(readParameter(query, 'a=1&b=2&__proto__=3', open, new Set(['b']))).toEqual(
      value(
        Object.fromEntries([
          ['a', '1'],
          ['__proto__', '3'],
        ]),
      ),
    )
    expect(readParameter(query, 'x=1&R=2', RGB)).toEqual(value({ R: 2 }))
    expect(readParameter(query, 'x=1', RGB)).toEqual({ kind: 'absent' })
  })

  it('reads a string or an array where either may stand', () => {
    const either: ParameterShape = { types: ['string', 'array'], items: ['integer'] }
    expect(readParameter(query, 'color=1', either)).toEqual(value('1'))
    expect(readParameter(query, 'color=1&color=2', either)).toEqual(value([1, 2]))
    expect(readParameter(parameter('path', 'simple', false), '1,2', either)).toEqual(value([1, 2]))
    expect(readParameter(parameter('header', 'simple', false), ' 1 , 2', either)).toEqual(value([1, 2]))
  })

  it.each<[string, StyledParameter, string, ParameterShape, string]>([
    ['%zz', query, 'color=%zz', STRING, 'percent escape'],
    ['a final %', parameter('path', 'simple', false), 'a%', STRING, 'percent escape'],
    ['%2', query, 'color=a&color=%2', STRINGS, 'percent escape'],
    ['bytes that are not UTF-8', query, 'color=%ff', STRING, 'utf-8'],
    ['an encoded surrogate', query, 'color=%ED%A0%80', STRING, 'utf-8'],
    ['an overlong form', parameter('cookie', 'form', false), 'color=%C0%80', STRING, 'utf-8'],
    ['a scalar given twice', query, 'color=a&color=b', STRING, 'repeated'],
    ['a property given twice', query, 'R=1&R=2', RGB, 'repeated'],
    ['a label without its dot', parameter('path', 'label', false), 'blue', STRING, 'style'],
    ['a matrix of another name', parameter('path', 'matrix', false), ';colour=blue', STRING, 'style'],
    ['a key without value', parameter('path', 'simple', false), 'R,100,G', RGB, 'style'],
    ['a pair without =', parameter('path', 'simple', true), 'R=100,G', RGB, 'style'],
    ['broken JSON', parameter('query', 'form', true, { contentType: 'application/json' }), 'color=%7B', RGB, 'json'],
  ])('calls %s malformed', (_, subject, raw, shape, flaw) => {
    expect(readParameter(subject, raw, shape)).toEqual({ kind: 'malformed', flaw })
  })

  it('does not mind a malformed neighbour', () => {
    expect(readParameter(query, '%zz=1&other=%ff&color=a', STRING)).toEqual(value('a'))
  })
})

describe('textsByName', () => {
  const texts = fc
    .array(
      fc.constantFrom('color', 'color=1', 'c%6flor=2', 'colour=3', '=4', '%zz=5', '', ' color=6', 'a+b=%zz', '%ff'),
    )
    .map((pieces) => pieces.join('&'))

  it.each(['query', 'cookie'] as const)('gives of a %s what is read like the whole', (place) => {
    fc.assert(
      fc.property(texts, fc.boolean(), fc.constantFrom('color', 'a b', 'a+b', 'none'), (text, explode, name) => {
        const raw = place === 'query' ? text : text.replaceAll('&', '; ')
        for (const shape of [STRING, STRINGS, { types: ['integer'] } as const]) {
          const of = parameter(place, 'form', explode, { name })
          const own = textsByName(place, raw).get(name)
          expect(own === undefined ? { kind: 'absent' } : readParameter(of, own, shape)).toEqual(
            readParameter(of, raw, shape),
          )
        }
      }),
    )
  })
})

describe('the law: read(write(v)) is v', () => {
  const text = fc.string({ unit: 'binary', maxLength: 8 })
  const places: [Place, Style, boolean][] = [
    ['path', 'matrix', false],
    ['path', 'matrix', true],
    ['path', 'label', false],
    ['path', 'label', true],
    ['path', 'simple', false],
    ['path', 'simple', true],
    ['query', 'form', false],
    ['query', 'form', true],
    ['query', 'spaceDelimited', false],
    ['query', 'pipeDelimited', false],
    ['query', 'spaceDelimited', true],
    ['query', 'deepObject', true],
    ['cookie', 'form', false],
    ['cookie', 'form', true],
  ]
  const holds = (subject: StyledParameter, value: Json, shape: ParameterShape) =>
    expect(readParameter(subject, writeParameter(subject, value), shape)).toEqual({ kind: 'value', value })

  describe.each(places)('%s %s, explode %s', (place, style, explode) => {
    const variants = [false, true].map((allowReserved) => parameter(place, style, explode, { allowReserved }))
    // Escaped or not, the delimiter of these styles means the delimiter.
    const item =
      style === 'spaceDelimited' && !explode
        ? text.map((t) => t.replaceAll(' ', ''))
        : style === 'pipeDelimited'
          ? text.map((t) => t.replaceAll('|', ''))
          : text

    it.each(variants)('allowReserved $allowReserved: scalars', (subject) => {
      fc.assert(
        fc.property(
          text,
          fc.double({ noNaN: true, noDefaultInfinity: true }).map((double) => numberOf(String(double))),
          fc.boolean(),
          (string, number, boolean) => {
            holds(subject, string, STRING)
            holds(subject, number === 0 ? 0 : number, { types: ['number'] })
            holds(subject, boolean, { types: ['boolean', 'null'] })
            holds(subject, null, { types: ['boolean', 'null'] })
          },
        ),
      )
    })

    it.each(variants)('allowReserved $allowReserved: arrays', (subject) => {
      if (style === 'deepObject') return
      fc.assert(
        fc.property(
          fc.array(item, { minLength: 1, maxLength: 4 }),
          fc.array(fc.integer(), { minLength: 1 }),
          (strings, integers) => {
            holds(subject, strings, STRINGS)
            holds(subject, integers, { types: ['array'], items: ['integer'] })
          },
        ),
      )
    })

    it.each(variants)('allowReserved $allowReserved: objects', (subject) => {
      fc.assert(
        fc.property(fc.dictionary(item, item, { minKeys: 1, maxKeys: 4 }), (object) => {
          // Without a name before them, an empty text and the parameter's own name say nothing in an exploded form.
          fc.pre(!explode || style === 'deepObject' || !(Object.hasOwn(object, '') || Object.hasOwn(object, 'color')))
          holds(subject, object, { types: ['object'] })
        }),
      )
    })
  })

  it('in cookies that nothing escapes', () => {
    const octet = fc.constantFrom(..."!#$%&'()*+-./0:<=>?@A[]^_`a{|}~")
    const name = fc.string({ unit: octet, minLength: 1, maxLength: 8 }).map((made) => made.replaceAll('=', 'x'))
    const item = fc.string({ unit: octet, maxLength: 8 })
    const subject = parameter('cookie', 'cookie', true)
    fc.assert(
      fc.property(item, fc.array(item, { minLength: 1 }), fc.dictionary(name, item, { minKeys: 1 }), (...values) => {
        holds(subject, values[0], STRING)
        holds(subject, values[1], STRINGS)
        fc.pre(!Object.hasOwn(values[2], 'color'))
        holds(subject, values[2], { types: ['object'] })
      }),
    )
  })

  describe('in a whole query (3.2)', () => {
    const readBack = (format: BodyFormat, value: Json) => readQuerystring(format, writeQuerystring(format, value))
    const field = (name: string, shape: ParameterShape, more: Partial<StyledParameter> = {}): [string, FieldFormat] => [
      name,
      { parameter: { ...parameter('query', 'form', true), name, ...more }, shape, binary: false, headers: [] },
    ]

    it('of JSON', () => {
      fc.assert(
        fc.property(fc.jsonValue(), (json) => {
          const value = parseJson(JSON.stringify(json))
          expect(readBack({ kind: 'json' }, value)).toEqual({ kind: 'value', value })
        }),
      )
    })

    it('of text', () => {
      const format: BodyFormat = { kind: 'text', types: ['string'] }
      fc.assert(
        fc.property(fc.string({ unit: 'binary', minLength: 1 }), (value) => {
          expect(readBack(format, value)).toEqual({ kind: 'value', value })
        }),
      )
    })

    it('of a form', () => {
      const fields = new Map([
        field('text', STRING),
        field('list', STRINGS),
        field('count', { types: ['integer'] }),
        field('json', { types: ['object'] }, { contentType: 'application/json' }),
        field('deep', { types: ['object'] }, { style: 'deepObject' }),
        field('piped', STRINGS, { style: 'pipeDelimited', explode: false }),
      ])
      const form = fc.record(
        {
          text,
          list: fc.array(text, { minLength: 1, maxLength: 3 }),
          count: fc.integer(),
          json: fc.dictionary(text, fc.oneof(fc.integer(), text)),
          deep: fc.dictionary(fc.string({ minLength: 1 }), text, { minKeys: 1, maxKeys: 3 }),
          piped: fc.array(fc.stringMatching(/^[^|]{1,4}$/), { minLength: 1, maxLength: 3 }),
        },
        { requiredKeys: ['text'] },
      )
      fc.assert(
        fc.property(form, (made) => {
          const value = parseJson(JSON.stringify(made))
          expect(readBack({ kind: 'form', fields }, value)).toEqual({ kind: 'value', value })
        }),
      )
    })

    it('says what it cannot say', () => {
      expect(writeQuerystring({ kind: 'form', fields: new Map() }, 5)).toBe('')
      expect(writeQuerystring({ kind: 'opaque', why: '' }, 5)).toBe('')
      expect(readQuerystring({ kind: 'json' }, '')).toEqual({ kind: 'absent' })
      expect(readQuerystring({ kind: 'json' }, '%7B')).toEqual({ kind: 'malformed', flaw: 'json' })
      expect(readQuerystring({ kind: 'form', fields: new Map() }, 'a=%z')).toEqual({
        kind: 'malformed',
        flaw: 'percent escape',
      })
      expect(readQuerystring({ kind: 'text', types: ['string'] }, 'a=%ff')).toEqual({
        kind: 'malformed',
        flaw: 'utf-8',
      })
      expect(readQuerystring({ kind: 'opaque', why: '' }, 'a')).toEqual({ kind: 'opaque' })
      // A plus sign is a space in forms alone.
      expect(readQuerystring({ kind: 'text', types: ['string'] }, 'a+b')).toEqual({ kind: 'value', value: 'a+b' })
    })
  })
})
