import { describe, expect, it } from 'vitest'
import type { HttpRequest, HttpResponse } from '../../../src/http/index.ts'
import { isObject, type Json, type JsonObject, property } from '../../../src/json/index.ts'
import { createPlan } from '../../../src/planning/cases/index.ts'
import type { Report } from '../../../src/report/results/index.ts'
import { contractOf } from '../../support/contracts.ts'
import { inTurn, type RunWith, run } from '../../support/in-memory.ts'
import { responseOf } from '../../support/messages.ts'
import { planOptions } from '../../support/verify.ts'

/** How a deployment departs from one that keeps its document: what it answers in place of that one's answer. */
type Patch = (request: Asked, answer: HttpResponse) => HttpResponse | undefined

interface Asked {
  readonly request: HttpRequest
  readonly path: string
  readonly query: URLSearchParams
  /** Undefined if there is none, or if it is no JSON. */
  readonly body: Json | undefined
}

interface Situation {
  readonly document: JsonObject
  /** Made for each run, since it may remember what it was asked. */
  readonly patch: () => Patch
  readonly known?: Readonly<Record<string, readonly string[]>>
  readonly bodies?: readonly Json[]
  readonly runs?: number
  readonly limits?: Pick<RunWith, 'maxTimeMs' | 'credentials'>
}

interface Said {
  readonly verdict: 'pass' | 'fail' | 'inconclusive'
  /** `check subject`, errors alone; `~` before an advisory. */
  readonly findings?: readonly string[]
  /** Constraints of requests that are held, whatever others are. */
  readonly held?: readonly string[]
  /** None of these is held. */
  readonly notHeld?: RegExp
  /** A note, or a reason, that says so. */
  readonly says?: RegExp
}

async function verified({
  document,
  patch,
  known = {},
  bodies = [],
  runs = 0,
  limits = {},
}: Situation): Promise<Report> {
  const contract = contractOf(document)
  const conforming = inTurn(contract)
  const depart = patch()
  const plan = createPlan(contract, {
    ...planOptions,
    known: { parameters: new Map(Object.entries(known)), bodies },
    runs,
    credentials: () => limits.credentials ?? [],
  })
  const { report } = await run(
    (request, index) => {
      const { pathname, searchParams } = new URL(request.target, 'http://localhost')
      const asked = { request, path: pathname, query: searchParams, body: jsonOf(request.body) }
      const answer = conforming(request, index)
      return depart(asked, answer) ?? answer
    },
    { contract, plan, ...limits },
  )
  return report
}

function jsonOf(bytes: Uint8Array | undefined): Json | undefined {
  try {
    return bytes && JSON.parse(Buffer.from(bytes).toString())
  } catch {
    return undefined
  }
}

const memberOf = (body: Json | undefined, name: string): Json | undefined =>
  isObject(body) ? property(body, name) : undefined

const isAccepted = ({ status }: HttpResponse): boolean => status < 300
const refusal = (status: number): HttpResponse => responseOf(status, { message: 'no' })

const error = { description: 'no', content: { 'application/json': { schema: { type: 'object' } } } }
const statuses = (...names: readonly (number | string)[]): JsonObject =>
  Object.fromEntries(names.map((name) => [name, String(name).startsWith('2') ? { description: 'ok' } : error]))

const pet: JsonObject = {
  type: 'object',
  required: ['name'],
  properties: {
    name: { type: 'string', minLength: 1, maxLength: 30 },
    age: { type: 'integer', minimum: 0, maximum: 40 },
    kind: { type: 'string', enum: ['cat', 'dog'] },
  },
}
const jsonBody = (schema: JsonObject): JsonObject => ({
  required: true,
  content: { 'application/json': { schema } },
})
const documentOf = (path: string, method: string, operation: JsonObject): JsonObject => ({
  openapi: '3.1.0',
  info: { title: 'Pets', version: '1' },
  paths: { [path]: { [method]: { operationId: 'op', ...operation } } },
})
const create = (responses = statuses(201, 400, 404, 409, 412, 422), more: JsonObject = {}): JsonObject =>
  documentOf('/pets', 'post', { requestBody: jsonBody(pet), responses, ...more })
const read = (schema: JsonObject, responses = statuses(200, 400, 404)): JsonObject =>
  documentOf('/pets/{id}', 'get', { parameters: [{ name: 'id', in: 'path', required: true, schema }], responses })
const search = (...parameters: readonly JsonObject[]): JsonObject =>
  documentOf('/pets', 'get', {
    parameters: parameters.map((parameter) => ({ in: 'query', ...parameter })),
    responses: statuses(200, 400, 414, 422),
  })

const times = (more: JsonObject = {}): JsonObject =>
  documentOf('/silences', 'post', {
    requestBody: jsonBody({
      type: 'object',
      required: ['startsAt', 'endsAt'],
      properties: {
        startsAt: { type: 'string', format: 'date-time' },
        endsAt: { type: 'string', format: 'date-time' },
        ...more,
      },
    }),
    responses: statuses(201, 400),
  })

/** Lets one create through, and answers a status to all else that it would let through, or refuse, as it would then. */
const uniqueKey = (status: number) => (): Patch => {
  let isTaken = false
  return (_, answer) => {
    if (!isAccepted(answer) && !isTaken) return undefined
    if (isTaken) return refusal(status)
    isTaken = true
    return undefined
  }
}

/** Answers a status to what it would let through, if its name is there. */
const takesOnce = (status: number) => (): Patch => {
  const names = new Set<Json | undefined>()
  return ({ body }, answer) => {
    if (!isAccepted(answer)) return undefined
    if (names.has(memberOf(body, 'name'))) return refusal(status)
    names.add(memberOf(body, 'name'))
    return undefined
  }
}

const keeps = (): Patch => () => undefined

const UNDESCRIBED = '~ status_code_conformance case refusals, none of which is documented'
const NOTHING_OF_BODY = /request\.body/

describe('the rules of judging a deployment', () => {
  it.each<readonly [situation: string, why: string, Situation, Said]>([
    [
      'keeps its document',
      'every constraint has a fresh twin, so that all are held',
      { document: create(), patch: keeps },
      { verdict: 'pass', held: ['request.body /age maximum', 'request.body /kind enum', 'request.body syntax'] },
    ],
    ...[409, 400, 422].map((status): readonly [string, string, Situation, Said] => [
      `enforces a unique key alone, with ${status}`,
      'after the first, nothing is accepted any more: refusals prove nothing and accuse nobody',
      { document: create(), patch: uniqueKey(status), runs: 3 },
      { verdict: 'pass', notHeld: NOTHING_OF_BODY },
    ]),
    ...[409, 400, 422].map((status): readonly [string, string, Situation, Said] => [
      `takes each name once, and answers ${status} to one that is there`,
      'the key is found out, and new in every request: whatever else is refused has fresh twins',
      { document: create(), patch: takesOnce(status) },
      {
        verdict: 'pass',
        held: ['request.body /age maximum', 'request.body /kind enum', 'request.body /name maxLength'],
        says: /new in every request, since a value is taken once: \/name/,
      },
    ]),
    [
      'takes each name once, and names that are too long too',
      'what stands behind a key is found: each name that is too long is another one',
      {
        document: create(),
        patch: () => {
          const looksForKey = takesOnce(409)()
          return (asked, answer) => {
            const name = memberOf(asked.body, 'name')
            const isTooLong = typeof name === 'string' && [...name].length > 30
            return (
              looksForKey(asked, isTooLong ? responseOf(201, []) : answer) ??
              (isTooLong ? responseOf(201, []) : undefined)
            )
          }
        },
      },
      { verdict: 'fail', findings: ['negative_data_rejection request.body /name maxLength'] },
    ],
    [
      'answers 404 to malformed ids, and knows but one id',
      'what is malformed cannot be told from what is not there',
      {
        document: read({ type: 'integer' }),
        known: { id: ['7'] },
        patch:
          () =>
          ({ path }) =>
            path === '/pets/7' ? undefined : refusal(404),
      },
      { verdict: 'pass', notHeld: /request\.path\.id/, says: /404/ },
    ],
    [
      'answers 404 to malformed ids, and knows any other',
      'ids that nobody gave were accepted: they are not looked up, so that 404 is a refusal',
      {
        document: read({ type: 'integer' }),
        patch:
          () =>
          ({ path }, answer) =>
            isAccepted(answer) ? undefined : path === '/pets' ? undefined : refusal(404),
      },
      { verdict: 'pass', held: ['request.path.id type'] },
    ],
    [
      'answers 403 to everything',
      'who asks is no evidence of what is asked',
      { document: create(), patch: () => () => refusal(403) },
      { verdict: 'inconclusive', notHeld: /./, says: /403/ },
    ],
    [
      'answers 412 to right, wrong and missing credentials alike',
      'only 401 or 403, beside an accepted request, shows that credentials are demanded',
      {
        document: {
          ...create(undefined, { security: [{ key: [] }] }),
          components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } } },
        },
        limits: { credentials: [['X-Key', 'right']] },
        patch: () => () => refusal(412),
      },
      { verdict: 'inconclusive', notHeld: /./, says: /412/ },
    ],
    [
      'is a login that knows nobody',
      'a login that documents 401 refuses no credentials of the run: it is not reached',
      {
        document: create(statuses(200, 400, 401)),
        patch: () => (_, answer) => (isAccepted(answer) ? refusal(401) : undefined),
      },
      { verdict: 'inconclusive', notHeld: NOTHING_OF_BODY, says: /401/ },
    ],
    [
      'is a login that knows whom the user names',
      'names and passwords take only known values, and other ones prove nothing',
      {
        document: create(statuses(200, 400, 401)),
        bodies: [{ name: 'ada' }],
        patch:
          () =>
          ({ body }, answer) =>
            isAccepted(answer) && memberOf(body, 'name') !== 'ada' ? refusal(401) : undefined,
      },
      { verdict: 'pass', held: ['request.body /name required'] },
    ],
    [
      'documents success alone, and refuses what is bad',
      'how it refuses is documented nowhere: one advisory',
      {
        document: create(statuses(201)),
        patch: () => (_, answer) => (isAccepted(answer) ? undefined : refusal(422)),
      },
      { verdict: 'pass', findings: [UNDESCRIBED] },
    ],
    ...(
      [
        ['does not document', [200, 400], 'fail', ['status_code_conformance response.400 status']],
        ['documents', [200, 400, 404], 'pass', []],
        ['covers by a range', [200, '4XX'], 'pass', []],
        ['documents no refusal at all', [200], 'pass', [UNDESCRIBED]],
      ] as const
    ).map(([how, names, verdict, findings]): readonly [string, string, Situation, Said] => [
      `answers 404 to ids that it does not know, and ${how}${how.startsWith('documents no') ? '' : ' that'}`,
      'every answer is judged for its status: one finding, however many requests meet it',
      {
        document: read({ type: 'string', minLength: 1, maxLength: 30 }, statuses(...names)),
        known: { id: ['rex'] },
        patch:
          () =>
          ({ path }, answer) =>
            path === '/pets/rex' || !isAccepted(answer) ? undefined : refusal(404),
      },
      { verdict, findings },
    ]),
    [
      'answers 404 to everything, and documents it nowhere',
      'it may be another target than is meant: nothing is said of its statuses',
      { document: create(statuses(201, 400)), patch: () => () => refusal(404) },
      { verdict: 'inconclusive', says: /404/ },
    ],
    [
      'refuses with a status that `default` covers',
      'default documents every status',
      {
        document: create(statuses(201, 'default')),
        patch: () => (_, answer) => (isAccepted(answer) ? undefined : refusal(422)),
      },
      { verdict: 'pass', held: ['request.body /age maximum'] },
    ],
    ...[400, 422].map((status): readonly [string, string, Situation, Said] => [
      `refuses legal values with ${status}`,
      'a legal value is refused, beside a twin, and other values of the place are accepted',
      {
        document: create(),
        patch:
          () =>
          ({ body }) => {
            const [name, age] = [memberOf(body, 'name'), memberOf(body, 'age')]
            if (age === 40) return refusal(status)
            return typeof name === 'string' && [...name].length > 20 ? refusal(status) : undefined
          },
      },
      {
        verdict: 'fail',
        findings: [
          'positive_data_acceptance request.body /age maximum',
          'positive_data_acceptance request.body /name maxLength',
        ],
      },
    ]),
    [
      'refuses long texts, and a foreign key beside members of an enum',
      'a limit that is enforced too early is its finding alone: the member beside it is accepted elsewhere',
      {
        document: documentOf('/pets', 'post', {
          requestBody: jsonBody({
            ...pet,
            properties: { ...(isObject(pet.properties) && pet.properties), owner: { type: 'integer', minimum: 1 } },
          }),
          responses: statuses(201, 400, 422),
        }),
        patch:
          () =>
          ({ body }) => {
            const name = memberOf(body, 'name')
            if (memberOf(body, 'owner') !== undefined) return refusal(422)
            return typeof name === 'string' && [...name].length > 20 ? refusal(400) : undefined
          },
      },
      { verdict: 'fail', findings: ['positive_data_acceptance request.body /name maxLength'] },
    ],
    [
      'refuses one member of an enum',
      'the document lists it: the twin with the other member is enough',
      {
        document: create(),
        patch:
          () =>
          ({ body }) =>
            memberOf(body, 'kind') === 'dog' ? refusal(400) : undefined,
      },
      { verdict: 'fail', findings: ['positive_data_acceptance request.body /kind enum'] },
    ],
    [
      'refuses all filters but matchers, and enforces nothing of another parameter',
      'each request that broke `active` was refused for its filter, and without one it is accepted',
      {
        document: search(
          { name: 'active', schema: { type: 'boolean' } },
          { name: 'filter', schema: { type: 'array', items: { type: 'string' } }, style: 'form', explode: true },
        ),
        patch:
          () =>
          ({ query, request }) =>
            request.method !== 'GET'
              ? undefined
              : query.getAll('filter').every((text) => /^\w+=".*"$/s.test(text))
                ? responseOf(200, [])
                : refusal(400),
      },
      {
        verdict: 'fail',
        notHeld: /query\.active/,
        findings: [
          'negative_data_rejection request.query.active type',
          '~ negative_data_rejection request.query.active encoding',
        ],
      },
    ],
    [
      'knows but one page token',
      'a token of pages takes only known values',
      {
        document: search({ name: 'page_token', schema: { type: 'string', minLength: 1 } }),
        patch:
          () =>
          ({ query }) => {
            const token = query.get('page_token')
            return token === null || token === '' ? undefined : refusal(400)
          },
      },
      { verdict: 'pass', notHeld: /page_token/ },
    ],
    [
      'knows two authors, and refuses others',
      'foreign keys: more values are refused than are let in, and none of them is why',
      {
        document: documentOf('/books', 'post', {
          requestBody: jsonBody({
            type: 'object',
            required: ['author'],
            properties: { author: { type: 'integer', minimum: 1, maximum: 99 } },
          }),
          responses: statuses(201, 400),
        }),
        bodies: [{ author: 5 }, { author: 6 }],
        patch:
          () =>
          ({ body }) => {
            const author = memberOf(body, 'author')
            return author === 5 || author === 6 ? undefined : refusal(400)
          },
      },
      { verdict: 'pass' },
    ],
    [
      'knows the first thirty authors, and refuses others in a query',
      'small numbers may be keys, and more of them are refused than are let in',
      {
        document: search(
          { name: 'author', schema: { type: 'integer', minimum: 0, maximum: 1_000_000 } },
          { name: 'kind', schema: { type: 'string' } },
        ),
        runs: 80,
        patch:
          () =>
          ({ query }) =>
            query.has('author') && !/^(?:[1-9]|[12]\d|30)$/.test(query.get('author') ?? '') ? refusal(400) : undefined,
      },
      { verdict: 'pass', notHeld: /author m/, says: /takes only known values/ },
    ],
    [
      'refuses an author of 0, which the document allows',
      'a number that nobody counts to is let in, so that the place takes what fits',
      {
        document: search({ name: 'author', schema: { type: 'integer', minimum: 0, maximum: 1_000_000 } }),
        runs: 40,
        patch:
          () =>
          ({ query }) =>
            query.get('author') === '0' ? refusal(400) : undefined,
      },
      { verdict: 'fail', findings: ['positive_data_acceptance request.query.author minimum'] },
    ],
    [
      'takes each idempotency key once',
      'the key is new in every request, so that no answer is about it',
      {
        document: create(statuses(201, 400, 422), {
          parameters: [
            { name: 'Idempotency-Key', in: 'header', required: true, schema: { type: 'string', maxLength: 64 } },
          ],
        }),
        patch: () => {
          const used = new Set<string>()
          return ({ request }, answer) => {
            const key = request.headers.find(([name]) => name.toLowerCase() === 'idempotency-key')?.[1] ?? ''
            if (used.has(key)) return refusal(422)
            if (isAccepted(answer)) used.add(key)
            return undefined
          }
        },
      },
      { verdict: 'pass', held: ['request.body /age maximum', 'request.body /name required'] },
    ],
    [
      'accepts an upload if it is what it says it is',
      'a small real file of the media type is sent',
      {
        document: documentOf('/pictures', 'post', {
          requestBody: { required: true, content: { 'image/png': { schema: { type: 'string', format: 'binary' } } } },
          responses: statuses(201, 400, 415),
        }),
        patch:
          () =>
          ({ request }, answer) =>
            isAccepted(answer) && Buffer.from(request.body ?? []).toString('latin1', 1, 4) !== 'PNG'
              ? refusal(400)
              : undefined,
      },
      { verdict: 'pass' },
    ],
    [
      'answers 202',
      'what is accepted for later is accepted',
      { document: create(statuses(202, 400)), patch: keeps },
      { verdict: 'pass', held: ['request.body /age maximum'] },
    ],
    [
      'redirects, as it documents',
      'a documented 3xx lets a request through',
      {
        document: create(statuses(302, 400)),
        patch: () => (_, answer) => (isAccepted(answer) ? responseOf(302, [], [['location', '/']]) : undefined),
      },
      { verdict: 'pass', held: ['request.body /age maximum'] },
    ],
    [
      'has spent its quota',
      'who is throttled for good learns nothing: the run ends, and says so',
      {
        document: create(statuses(201, 400, 429)),
        patch: () => {
          let count = 0
          return () => (++count > 6 ? refusal(429) : undefined)
        },
      },
      { verdict: 'inconclusive', says: /429/ },
    ],
    [
      'cuts names that are too long, and takes them',
      'a request that breaks a limit is accepted',
      {
        document: create(),
        patch:
          () =>
          ({ body }, answer) => {
            const name = memberOf(body, 'name')
            return !isAccepted(answer) && typeof name === 'string' && [...name].length > 30 && isObject(body)
              ? responseOf(201, [])
              : undefined
          },
      },
      { verdict: 'fail', findings: ['negative_data_rejection request.body /name maxLength'] },
    ],
    [
      'refuses every third create that it would accept',
      'what is accepted when it is sent again was refused for no reason of its own, and so may be what breaks something',
      {
        document: create(),
        patch: () => {
          let count = 0
          return (_, answer) => (isAccepted(answer) && ++count % 3 === 0 ? refusal(400) : undefined)
        },
      },
      {
        verdict: 'fail',
        notHeld: NOTHING_OF_BODY,
        says: /now and then/,
        findings: ['positive_data_acceptance case status 400 now and then'],
      },
    ],
    [
      'takes members of an enum in any case',
      'a member in other letters is no member, however it is kept',
      {
        document: create(),
        patch:
          () =>
          ({ body }, answer) => {
            const kind = memberOf(body, 'kind')
            const isRecased = typeof kind === 'string' && /^(?:cat|dog)$/i.test(kind) && !/^(?:cat|dog)$/.test(kind)
            return !isAccepted(answer) && isRecased ? responseOf(201, []) : undefined
          },
      },
      { verdict: 'fail', findings: ['negative_data_rejection request.body /kind enum'] },
    ],
    [
      'answers 500 to what it should refuse',
      'an invalid body is no reason for a server error, whoever words it',
      {
        document: create(),
        patch:
          () =>
          ({ body }, answer) =>
            !isAccepted(answer) && typeof memberOf(body, 'kind') === 'string' && memberOf(body, 'kind') !== 'cat'
              ? refusal(502)
              : undefined,
      },
      { verdict: 'fail', findings: ['not_a_server_error request.body /kind enum'] },
    ],
    [
      'refuses all requests but one method with 405',
      'a method that the path does not document is refused in order',
      { document: create(), patch: keeps },
      { verdict: 'pass', held: ['request method'] },
    ],
    [
      'answers OPTIONS and HEAD',
      'any path may answer them (RFC 9110, 9.3.2 and 9.3.7)',
      {
        document: read({ type: 'string', minLength: 3, maxLength: 40 }),
        patch:
          () =>
          ({ request }) =>
            request.method === 'OPTIONS' || request.method === 'HEAD' ? responseOf(200, []) : undefined,
      },
      { verdict: 'pass' },
    ],
    [
      'refuses targets over 8,000 octets with 414',
      'no server has to take them (RFC 9110, 4.1)',
      {
        document: search({ name: 'q', schema: { type: 'string', maxLength: 9000 } }),
        patch:
          () =>
          ({ request }) =>
            request.target.length > 8000 ? refusal(414) : undefined,
      },
      { verdict: 'pass', notHeld: /query\.q maxLength/, says: /414/ },
    ],
    [
      'refuses targets over 1,000 octets with 414',
      'each server should take up to 8,000 octets',
      {
        document: search({ name: 'q', schema: { type: 'string', maxLength: 1500 } }),
        patch:
          () =>
          ({ request }) =>
            request.target.length > 1000 ? refusal(414) : undefined,
      },
      {
        verdict: 'fail',
        findings: ['positive_data_acceptance request.query.q maxLength'],
      },
    ],
    [
      'asks for a start before the end',
      'what is refused beside one end is accepted beside another: no value is at fault, but a rule between fields',
      {
        document: times({ name: { type: 'string', maxLength: 9 } }),
        patch:
          () =>
          ({ body }) =>
            String(memberOf(body, 'startsAt')) < String(memberOf(body, 'endsAt')) ? undefined : refusal(400),
        runs: 8,
      },
      { verdict: 'pass', held: ['request.body /name maxLength', 'request.body /endsAt format', 'request.body syntax'] },
    ],
    [
      'takes times in the future alone',
      'no document can say from when on times are taken: a time before all that were accepted is none of them',
      {
        document: times(),
        patch:
          () =>
          ({ body }) =>
            String(memberOf(body, 'endsAt')) > '2050' ? undefined : refusal(400),
        runs: 8,
      },
      { verdict: 'pass', held: ['request.body /endsAt required'] },
    ],
    [
      'asks for a least price that is not above the greatest',
      'names that say which comes first are in order in what is tried, and the other one moves along',
      {
        document: search(
          { name: 'min_price', schema: { type: 'integer', minimum: 0, maximum: 100 } },
          { name: 'max_price', schema: { type: 'integer', minimum: 0, maximum: 100 } },
        ),
        patch:
          () =>
          ({ query }) =>
            Number(query.get('min_price') ?? 0) > Number(query.get('max_price') ?? 100) ? refusal(400) : undefined,
      },
      { verdict: 'pass', held: ['request.query.min_price maximum', 'request.query.max_price maximum'] },
    ],
    [
      'takes only one of two parameters',
      'each is accepted without the other: together they are refused, and neither is at fault',
      {
        document: search(
          { name: 'q', schema: { type: 'string', maxLength: 9 } },
          { name: 'tag', schema: { type: 'string' } },
        ),
        patch:
          () =>
          ({ query }) =>
            query.has('q') && query.has('tag') ? refusal(400) : undefined,
        runs: 4,
      },
      { verdict: 'pass' },
    ],
    [
      'needs at least one of two parameters',
      'each may be absent if the other is there',
      {
        document: search(
          { name: 'q', schema: { type: 'string', maxLength: 9 } },
          { name: 'tag', schema: { type: 'string' } },
        ),
        patch:
          () =>
          ({ query }) =>
            query.has('q') || query.has('tag') ? undefined : refusal(400),
        runs: 8,
      },
      { verdict: 'pass', held: ['request.query.q maxLength'] },
    ],
    [
      'takes a date for a time',
      'what nearly has the format breaks it all the same',
      {
        document: times(),
        patch:
          () =>
          ({ body }, answer) =>
            !isAccepted(answer) && /^\d{4}-\d\d-\d\d$/.test(String(memberOf(body, 'startsAt')))
              ? responseOf(201, [])
              : undefined,
      },
      { verdict: 'fail', findings: ['negative_data_rejection request.body /startsAt format'] },
    ],
    [
      'does not read what stands behind a body',
      'a text with something behind its JSON is no JSON',
      {
        document: create(),
        patch:
          () =>
          ({ request }, answer) =>
            !isAccepted(answer) && /"dog"}x$|"cat"}x$/.test(Buffer.from(request.body ?? []).toString())
              ? responseOf(201, [])
              : undefined,
      },
      { verdict: 'fail', findings: ['negative_data_rejection request.body syntax'] },
    ],
    [
      'takes longer than the run may last',
      'green means proven: a run that ended before its plan is inconclusive',
      { document: create(), patch: keeps, limits: { maxTimeMs: 0 } },
      { verdict: 'inconclusive', says: /--max-time/ },
    ],
  ])('a deployment that %s: %s', async (_situation, _why, situation, said) => {
    const { findings, constraints, summary, notes } = await verified(situation)
    const told = findings.map(({ severity, check, subject }) => {
      const about = 'constraint' in subject ? subject.constraint.replace(/^op /, '') : `case ${subject.case}`
      return `${severity === 'advisory' ? '~ ' : ''}${check} ${about}`
    })
    const held = constraints
      .filter(({ state, party }) => state === 'held' && party === 'client')
      .map(({ id }) => id.replace(/^op /, ''))
    expect(told.sort()).toEqual(said.findings ?? [])
    expect(summary.verdict).toBe(said.verdict)
    expect(held).toEqual(expect.arrayContaining([...(said.held ?? [])]))
    if (said.notHeld) expect(held.filter((id) => said.notHeld?.test(id))).toEqual([])
    const words = [summary.reason, ...notes.map(({ message }) => message), ...constraints.map(({ reason }) => reason)]
    if (said.says) expect(words.join('\n')).toMatch(said.says)
  })
})
