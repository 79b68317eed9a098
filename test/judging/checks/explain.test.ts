import { describe, expect, it } from 'vitest'
import type { HttpRequest } from '../../../src/http/index.ts'
import type { Json } from '../../../src/json/index.ts'
import { type Exchange, explain, isRefused } from '../../../src/judging/checks/index.ts'
import { traitsOf } from '../../../src/judging/checks/traits.ts'
import {
  bundledJudge,
  exchangeOf,
  exchangeOfKind,
  fittingResponse,
  KINDS,
  pathOf,
  REQUESTS,
  sendingBody,
} from '../../support/exchanges.ts'

const judged = (request: HttpRequest) => bundledJudge.request(request)
const input = (value: Json): HttpRequest => sendingBody({ input: { a: value } })
const plain = input('text')

describe('traits', () => {
  it.each<[body: Json, trait: string]>([
    [null, 'null'],
    [true, 'true or false'],
    ['x', 'a string'],
    ['', 'an empty string'],
    ['a.b', 'a dot'],
    ['a b', 'a space'],
    ['"', 'a quote'],
    ['%', 'a percent sign'],
    ['/', 'a slash'],
    ['\\', 'a backslash'],
    ['{{a}}', 'template marks'],
    ['$.a', 'text that looks like JSONPath'],
    ['é', 'Latin-1 text'],
    ['漢', 'text outside Latin-1'],
    ['😀', 'text outside the BMP'],
    ['\u0007', 'control characters'],
    ['\u0000', 'a NUL character'],
    ['a'.repeat(501), 'a long string'],
    [1, 'a number'],
    [0.5, 'a fraction'],
    [-1, 'a negative number'],
    [2147483648, 'a number over 32 bits'],
    [[1], 'an array'],
    [[], 'an empty array'],
    [Array.from({ length: 101 }, () => 'a'), 'a long array'],
    [{ b: 'c' }, 'an object'],
    [{}, 'an empty object'],
    [{ '': 'a' }, 'an empty name'],
    [{ '-1': 'a' }, 'a numeric name'],
    [JSON.parse('{"__proto__":"a"}'), 'a name that JavaScript knows'],
    [{ constructor: 'a' }, 'a name that JavaScript knows'],
    [{ ['n'.repeat(101)]: 'a' }, 'a long name'],
    [JSON.parse(`${'['.repeat(12)}1${']'.repeat(12)}`), 'deep nesting'],
    ['a'.repeat(70_000), 'a large body'],
  ])('of %j have %s', (value, trait) => {
    const found = traitsOf(judged(input(value)))
    expect(found).toContain(`request.body: ${trait}`)
    if (trait !== 'a large body') expect(found).toContain(`request.body /input: ${trait}`)
    if (trait !== 'a string') expect(traitsOf(judged(plain))).not.toContain(`request.body: ${trait}`)
  })

  it('of parameters have their place, of text alone', () => {
    const found = traitsOf(judged(sendingBody({ input: {} }, pathOf('a.b', '%F0%9F%98%80'))))
    expect(found).toContain('request.path.project_id: a dot')
    expect(found).toContain('request.path.workflow_id: text outside the BMP')
    expect(found).not.toContain('request.path.workflow_id: a dot')
  })

  it('of what a parser may refuse name it', () => {
    expect(traitsOf(judged(REQUESTS.tolerated))).toContain('request.body: repeated name')
  })
})

describe('explain', () => {
  const refused = (request: HttpRequest, name = 'a case', status = 400): Exchange =>
    exchangeOf({ request, response: fittingResponse(status), name, twin: plain })
  const explainAll = (troubled: readonly Exchange[], accepted: readonly HttpRequest[]) =>
    [...explain(troubled, accepted.map(judged)).values()].map(
      ({ edge, name }) => edge?.id.replace(/^\w+ /, '') ?? `case ${name}`,
    )

  it('names the edge that nothing accepted reaches', () => {
    const longest = sendingBody({ input: { a: 'text' } }, pathOf('a'.repeat(64)))
    expect(explainAll([refused(longest)], [plain])).toEqual(['request.path.project_id maxLength'])
  })

  it('names the same edge for other values of its place that nothing else tells apart', () => {
    const ofLength = (length: number) => sendingBody({ input: { a: 'text' } }, pathOf('a'.repeat(length)))
    expect(explainAll([refused(ofLength(64)), refused(ofLength(63))], [plain])).toEqual([
      'request.path.project_id maxLength',
      'request.path.project_id maxLength',
    ])
    // A server error there is no refusal.
    expect(explainAll([refused(ofLength(64)), refused(ofLength(63), 'crash', 500)], [plain])).toContain('case crash')
  })

  it('names no edge where others at it were accepted', () => {
    const longest = (character: string) =>
      sendingBody({ input: { a: 'text' } }, pathOf(encodeURIComponent(character.repeat(64))))
    const [found] = explainAll([refused(longest('😀'), 'astral')], [plain, longest('a')])
    expect(found).toBe('case astral')
  })

  it('names no edge that the accepted request most like it has too', () => {
    const sending = (value: Json) => sendingBody({ input: { a: value } }, pathOf('a'.repeat(64)))
    // The first one accepted does not stand at the edge, and a later one does.
    const accepted = [plain, sending('text')]
    expect(explainAll([refused(sending('text'), 'the case of its media type', 415)], accepted)).toEqual([
      'case the case of its media type',
    ])
    expect(explainAll([refused(sending('other'), 'another value')], accepted)).toEqual(['case another value'])
  })

  it('names the trait that accounts for most', () => {
    const troubled = [refused(input([null])), refused(input(null)), refused(input({ b: null }))]
    expect(new Set(explainAll(troubled, [plain, input(['x']), input({ b: 'x' })]))).toEqual(
      new Set(['case request.body: null']),
    )
  })

  it('names a single one by its own name', () => {
    expect(explainAll([refused(input(null), 'the null case')], [plain])).toEqual(['case the null case'])
  })

  it('keeps two faults apart, by trait and by trouble', () => {
    const troubled = [
      refused(input(null), 'a'),
      refused(input([null]), 'b'),
      exchangeOf({ request: input('😀'), response: fittingResponse(500), name: 'c', twin: plain }),
      exchangeOf({ request: input('😀😀'), response: fittingResponse(500), name: 'd', twin: plain }),
    ]
    expect(explainAll(troubled, [plain, input(['x'])])).toEqual([
      'case request.body: null',
      'case request.body: null',
      'case request.body: text outside the BMP',
      'case request.body: text outside the BMP',
    ])
  })

  it('names what has nothing of its own by its own name', () => {
    expect(explainAll([refused(plain, 'again')], [plain])).toEqual(['case again'])
  })

  it('explains each of them', () => {
    const troubled = KINDS.map((kind) => exchangeOfKind(kind, fittingResponse(500)))
    expect([...explain(troubled, []).keys()]).toEqual(expect.arrayContaining(troubled))
  })
})

describe('isRefused', () => {
  it.each([
    [400, true],
    [413, true],
    [414, true],
    [415, true],
    [422, true],
    [431, true],
    [200, false],
    [401, false],
    [403, false],
    [404, false],
    [409, false],
    [500, false],
  ])('of %i is %s', (status, expected) => {
    expect(isRefused(exchangeOfKind('conforming', fittingResponse(status)))).toBe(expected)
  })

  it('of a fault is false', () => {
    expect(isRefused(exchangeOfKind('conforming', 'reset'))).toBe(false)
  })
})
