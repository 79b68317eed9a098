// How the cost of a plan grows with one measure of a document: `npm run bench -- growth`.
// The exponent is the slope of log(CPU) over log(size), with the fixed cost of a start taken off, over five sizes.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

const MOST_EXPONENT = 1.2
/** Larger sizes are not measured if one took longer. */
const PATIENCE_MS = 60_000

const list = (count, of) => Array.from({ length: count }, (_, at) => of(at))
const named = (count, prefix, of) => Object.fromEntries(list(count, (at) => [`${prefix}${at}`, of(at)]))
const ANSWERS = { 204: { description: 'done' } }
const TEXT = { type: 'string', maxLength: 20 }
/** Properties of several kinds, as documents have them. */
const KINDS = [
  TEXT,
  { type: 'integer', minimum: 0, maximum: 1000 },
  { type: 'boolean' },
  { type: 'string', enum: ['one', 'two', 'three'] },
  { type: 'array', maxItems: 5, items: { type: 'string', maxLength: 10 } },
  { type: 'string', format: 'date-time' },
]
const kindOf = (at) => KINDS[at % KINDS.length]
const body = (schema) => ({ content: { 'application/json': { schema } } })

const documentOf = (paths, schemas) =>
  JSON.stringify({ openapi: '3.1.0', info: { title: 'growth', version: '1' }, paths, components: { schemas } })
const oneBody = (schema, schemas) =>
  documentOf({ '/a': { post: { operationId: 'a', requestBody: body(schema), responses: ANSWERS } } }, schemas)
const withParameters = (parameters) =>
  documentOf({ '/a': { get: { operationId: 'a', parameters, responses: ANSWERS } } })
const branch = (at) => ({
  type: 'object',
  required: ['kind', 'value'],
  properties: { kind: { const: `kind${at}` }, value: { type: 'integer', minimum: at } },
})
const link = (at, depth) => ({
  type: 'object',
  required: ['text'],
  properties: { text: TEXT, ...(at < depth && { next: { $ref: `#/components/schemas/D${at + 1}` } }) },
})

/** By name: five sizes, and the document of a size. */
const MEASURES = {
  properties: {
    sizes: [50, 100, 200, 400, 800],
    document: (size) => oneBody({ type: 'object', properties: named(size, 'p', kindOf) }),
  },
  query: {
    sizes: [50, 130, 320, 800, 2000],
    document: (size) => withParameters(list(size, (at) => ({ name: `q${at}`, in: 'query', schema: kindOf(at) }))),
  },
  headers: {
    sizes: [50, 100, 200, 400, 800],
    document: (size) => withParameters(list(size, (at) => ({ name: `X-H${at}`, in: 'header', schema: kindOf(at) }))),
  },
  oneOf: { sizes: [50, 130, 320, 800, 2000], document: (size) => oneBody({ oneOf: list(size, branch) }) },
  anyOf: { sizes: [50, 130, 320, 800, 2000], document: (size) => oneBody({ anyOf: list(size, branch) }) },
  enum: {
    sizes: [50, 200, 800, 3200, 12800],
    document: (size) => oneBody({ type: 'object', properties: { e: { enum: list(size, (at) => `member${at}`) } } }),
  },
  operations: {
    sizes: [50, 100, 200, 400, 800],
    document: (size) =>
      documentOf(
        named(size, '/o', (at) => ({
          post: {
            operationId: `o${at}`,
            requestBody: body({ type: 'object', properties: { name: TEXT } }),
            responses: ANSWERS,
          },
        })),
      ),
  },
  depth: {
    sizes: [5, 10, 20, 40, 60],
    document: (size) =>
      oneBody(
        { $ref: '#/components/schemas/D1' },
        named(size + 1, 'D', (at) => link(at, size)),
      ),
  },
}

/** The slope of a straight line through points, by least squares. */
function slope(points) {
  const mean = (at) => points.reduce((sum, point) => sum + point[at], 0) / points.length
  const [x, y] = [mean(0), mean(1)]
  const over = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0)
  return over / points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0)
}

/** Lines to print, and whether an aim was missed. `measure` runs Node with arguments to its end. */
export function measureGrowth(cli, directory, measure, chosen = Object.keys(MEASURES)) {
  const lines = []
  let missed = false
  const plan = (document, options) => {
    const file = join(directory, 'growth.json')
    writeFileSync(file, document)
    return measure(cli, 'plan', '--spec', file, ...options)
  }
  for (const name of chosen)
    for (const options of [['--runs', '0'], []]) {
      const start = plan(withParameters([]), options)
      const usages = usagesOf(MEASURES[name], (document) => plan(document, options))
      const points = usages.flatMap(({ size, cpu }) =>
        cpu > start.cpu ? [[Math.log(size), Math.log(cpu - start.cpu)]] : [],
      )
      const exponent = slope(points)
      const isMissed = usages.length < MEASURES[name].sizes.length || exponent > MOST_EXPONENT
      missed ||= isMissed
      const figures = usages.map(
        ({ size, cpu, maxRSS }) => `${size}: ${(cpu / 1000).toFixed(2)} s, ${(maxRSS / 1024).toFixed(0)} MiB`,
      )
      const verdict = isMissed ? 'MISSED' : 'kept'
      lines.push(
        `${['plan', ...options].join(' ')} by ${name}: exponent ${exponent.toFixed(2)} (aim ${MOST_EXPONENT}) ${verdict}`,
        `  ${figures.join('; ')}`,
      )
    }
  return { lines, missed }
}

/** What each size takes, until one takes too long. */
function usagesOf({ sizes, document }, plan) {
  const usages = []
  for (const size of sizes) {
    usages.push({ size, ...plan(document(size)) })
    if (usages.at(-1).cpu > PATIENCE_MS) break
  }
  return usages
}
