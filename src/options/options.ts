import { LARGEST_BODY, showByteSize } from '../http/index.ts'
import { reporterNames } from '../report/reporters/index.ts'
import * as kind from './kinds.ts'
import { oauthSecrets } from './oauth-secrets.ts'
import type { Option } from './option.ts'
import { ownFormats } from './own-formats.ts'
import * as rule from './rule-kinds.ts'

/** Random requests of either sort, if `runs` is not given and the target is on loopback. */
export const RUNS_ON_LOOPBACK = 50
/** Random answers to a client, if `runs` is not given and the mode is random. */
export const RUNS_IN_MODE_RANDOM = 20
/** The baseline that is used if it is in the working directory. */
export const BASELINE_FILE = 'fgs-contract.baseline.json'

const REPORTERS = `${reporterNames.slice(0, -1).join(', ')} or ${reporterNames.at(-1)}`

const RUN = { verify: {}, plan: {} } as const
/** A replay sends nothing that a run would not plan. */
const SENT = { ...RUN, replay: {} } as const
const CONFIGURED = { ...SENT, client: {}, adequacy: {}, mock: {} } as const
const ALL = ['configuration', 'library'] as const
const ALL_AND_OPERATION = [...ALL, 'operation'] as const
const CONFIGURATION = ['configuration'] as const
const COMMAND_LINE = [] as const

/**
 * Every option, once, in the order in which the help lists them. The command line, the configuration, the library's
 * types and the reference page come from here.
 *
 * A comment is what an editor shows for the option of a configuration and of the library. `help` is what the command
 * line shows. The kind reads the values.
 */
export const OPTIONS = {
  /** OpenAPI document, a file or a URL. Default: the bundled contract. */
  spec: {
    kind: kind.location,
    form: '<file|url>',
    help: 'OpenAPI document, JSON or YAML',
    default: 'the bundled contract',
    commands: CONFIGURED,
    places: CONFIGURATION,
  },
  /** Whether any fault refuses the document. If it is false, a fault closes the operations that it touches. Default: false. */
  strict: {
    kind: kind.flag,
    help: 'refuse the document for any fault, which otherwise closes the operations that it touches',
    commands: CONFIGURED,
    places: CONFIGURATION,
  },
  /** Whether a document on this machine reads files outside its own folder by `$ref`. Default: false. */
  allowRefsOutside: {
    kind: kind.flag,
    help: 'let a document on this machine read files outside its own folder by $ref',
    commands: CONFIGURED,
    places: CONFIGURATION,
  },
  /** Base URL of the deployment. It replaces the whole server URL of the document. Default: the embedded mock. */
  target: {
    kind: kind.text,
    form: '<url>',
    help: 'base URL of the deployment; replaces the whole server URL',
    default: 'the embedded mock',
    commands: {
      ...RUN,
      replay: {
        help: 'base URL of the deployment; required if you give credentials',
        default: 'the target in the report',
      },
    },
    places: ALL,
  },
  port: {
    kind: kind.port,
    form: '<n>',
    help: 'port to listen on; 0 takes any port that is free',
    default: 0,
    commands: { mock: {} },
    places: COMMAND_LINE,
  },
  mode: {
    kind: kind.choiceOf(['example', 'boundary', 'random']),
    form: '<mode>',
    commands: {
      client: {
        help: 'answers: the first example of each status, every edge, or random ones',
        default: 'examples and some edges',
      },
      mock: {
        help: 'answers: the first example, examples and then every edge in turn, or random ones',
        default: 'boundary',
      },
    },
    places: COMMAND_LINE,
  },
  status: {
    kind: kind.status,
    form: '<code>',
    commands: {
      client: { kind: kind.listOf(kind.status), help: 'only answers with this status' },
      mock: { help: 'status of every answer to a request that conforms', default: 'that of a success' },
    },
    places: COMMAND_LINE,
  },
  /**
   * Values that the deployment knows, by parameter; each is tried, in every operation in which it fits. `OPERATION.NAME` is
   * for one operation. Those for one operation replace those of the same name.
   */
  param: {
    kind: kind.parameters,
    form: '<[operation.]name=value>',
    help: 'a value that the deployment knows, for every operation in which it fits, or for one; each one is tried',
    commands: {
      ...RUN,
      adequacy: {},
      replay: { help: 'a value of what the requests may change, for every operation or for one' },
    },
    places: ALL_AND_OPERATION,
  },
  /**
   * Bodies that the deployment accepts; each is tried. A configuration gives values, or the paths of files; the library
   * takes values, or the bytes to send.
   */
  body: {
    kind: kind.listOf(kind.body),
    form: '<file>',
    help: 'a body that the deployment accepts, as JSON or as it is sent',
    commands: { ...RUN, adequacy: {}, replay: { help: 'a body with the ids of what the requests may change' } },
    places: ALL_AND_OPERATION,
  },
  /**
   * A token, or a function that returns one. It goes where the contract's first scheme for tokens has it; tokens by the
   * names of security schemes go where those have them. For basic, write `user:password`. Each operation gets the tokens
   * that it needs. A function is called before the run, and once more after its token's first 401. No token is ever shown.
   */
  token: {
    kind: kind.tokens,
    form: '<[scheme=]token>',
    help: "credential, for the contract's first scheme for tokens or for the one that is named; never shown",
    env: 'FGS_CONTRACT_TOKEN',
    commands: {
      ...SENT,
      mock: {
        kind: kind.listOf(kind.string),
        help: 'require this credential, where the contract names it; never shown',
        env: undefined,
        isConfigured: false,
      },
    },
    places: ALL,
    rivals: ['tokenCommand', 'ak', 'sk'],
  },
  /**
   * Secrets for the password and client credentials flows of OAuth 2, by security scheme. A token is fetched before the run,
   * and once more after its first 401. They are sent to the target, or to the `tokenUrl` that is given here, and never shown.
   */
  credentials: {
    kind: oauthSecrets,
    commands: SENT,
    places: ALL,
  },
  /** A command for the shell that prints a token. */
  tokenCommand: {
    kind: kind.command,
    form: '<command>',
    help: 'command that prints a token; run before the first request, and once more after a 401',
    commands: { ...RUN, replay: { help: 'command that prints a token; run before the first request' } },
    places: CONFIGURATION,
    rivals: ['token', 'ak', 'sk'],
  },
  /**
   * Access key of Huawei Cloud, instead of a token: each request is signed (SDK-HMAC-SHA256). Needs `sk`, and the package
   * `@huaweicloud/huaweicloud-sdk-core`. Never shown.
   */
  ak: {
    kind: kind.accessKey,
    form: '<key>',
    help: 'access key of Huawei Cloud, to sign each request; never shown',
    env: 'FGS_CONTRACT_AK',
    commands: SENT,
    places: ALL,
    rivals: ['token', 'tokenCommand'],
  },
  /** Secret key of Huawei Cloud; needs `ak`. Never shown. */
  sk: {
    kind: kind.accessKey,
    form: '<key>',
    help: 'its secret key; never shown',
    env: 'FGS_CONTRACT_SK',
    commands: SENT,
    places: ALL,
    rivals: ['token', 'tokenCommand'],
  },
  /**
   * Headers of every request. Their values are never shown. Cases that test credentials leave out those that carry them.
   * A header that is a parameter of an operation is a known value of it.
   */
  header: {
    kind: kind.headers,
    form: "<'K: V'>",
    help: 'header of every request; its value is never shown',
    commands: SENT,
    places: ALL,
  },
  /** Random conforming requests, and as many that break one thing. Default: 50 on loopback, else 0. */
  runs: {
    kind: kind.count,
    form: '<n>',
    help: 'random conforming requests, and as many that break one thing',
    default: `${RUNS_ON_LOOPBACK} on loopback, else 0`,
    commands: {
      ...RUN,
      adequacy: { default: 0, isConfigured: false },
      client: {
        help: 'random answers',
        default: `${RUNS_IN_MODE_RANDOM} in mode random, else 0`,
        isConfigured: false,
      },
    },
    places: ALL_AND_OPERATION,
  },
  /** Seed of the random requests. Default 1. The report says which seed `random` became. */
  seed: {
    kind: kind.seed,
    form: '<n|random>',
    help: 'seed of the random requests',
    default: 1,
    commands: {
      ...RUN,
      adequacy: {},
      client: { help: 'seed of the random answers', isConfigured: false },
      mock: { help: 'seed of the answers in mode random', isConfigured: false },
    },
    places: ALL,
  },
  delay: {
    kind: kind.duration,
    form: '<duration>',
    help: 'wait this long before each answer',
    default: 0,
    commands: { mock: {} },
    places: COMMAND_LINE,
  },
  /** Never plan more requests than this for one operation. Default 12000. */
  planLimit: {
    kind: kind.positive,
    form: '<n>',
    help: 'never plan more requests than this for one operation; each constraint is broken once before any is again',
    default: 12_000,
    commands: { ...RUN, adequacy: {} },
    places: ALL,
  },
  /** Never send more requests than this. */
  maxRequests: {
    kind: kind.count,
    form: '<n>',
    help: 'never send more requests than this',
    commands: SENT,
    places: ALL,
  },
  /** Never send more requests that may be executed than this; 0 sends only requests that must be refused. */
  maxExecutions: {
    kind: kind.count,
    form: '<n>',
    help: 'never send more requests that may be executed; 0 sends only requests that must be refused',
    commands: SENT,
    places: ALL,
  },
  /**
   * Make no value of more bytes than this, as JSON. A limit that takes more to exceed is untested; a body that needs more is
   * not sent. Bodies of yours are sent whatever their size. A configuration may write it as `4MiB`. Default: 1 MiB.
   */
  maxBody: {
    kind: kind.byteSize,
    form: '<size>',
    help: 'make no body or other value of more bytes than this; a limit that takes more to exceed is untested',
    default: showByteSize(LARGEST_BODY),
    commands: CONFIGURED,
    places: ALL,
  },
  /** Only operations with one of these ids, paths, methods or tags; `*` stands for any text. */
  include: {
    kind: kind.listOf(kind.string),
    form: '<pattern>',
    help: 'only operations with this id, path, method or tag; * stands for any text',
    commands: { ...RUN, adequacy: {} },
    places: ALL,
  },
  /** No operations with one of these ids, paths, methods or tags; `*` stands for any text. */
  exclude: {
    kind: kind.listOf(kind.string),
    form: '<pattern>',
    help: 'no operations with this id, path, method or tag',
    commands: { ...RUN, adequacy: {} },
    places: ALL,
  },
  /**
   * Operations with one of these ids, paths, methods or tags may change what was there before the run: their requests go to
   * the document's examples and to small guesses, too. `*` stands for any text.
   */
  allowChanges: {
    kind: kind.listOf(kind.string),
    form: '<pattern>',
    help: 'operations with this id, path, method or tag may change what is there; * stands for any text',
    commands: SENT,
    places: ALL,
  },
  /**
   * Operations with one of these ids, paths, methods or tags may stay unreached: the run is not inconclusive for that. `*`
   * stands for any text.
   */
  allowUnreached: {
    kind: kind.listOf(kind.string),
    form: '<pattern>',
    help: 'operations with this id, path, method or tag may stay unreached; * stands for any text',
    commands: { verify: {} },
    places: ALL,
  },
  /** Findings about operations with one of these ids, paths, methods or tags are advisories, which fail no run. */
  reportOnly: {
    kind: kind.listOf(kind.string),
    form: '<pattern>',
    help: 'findings about operations with this id, path, method or tag are advisories, which fail no run',
    commands: { verify: {} },
    places: ALL,
  },
  /**
   * What becomes of the findings of a check: `off`, each an `advisory`, or each an `error`. What a check that is off would
   * have found is untested. For one operation, names replace those that hold for all.
   */
  checks: {
    kind: rule.checkLevels,
    commands: { verify: {} },
    places: ALL_AND_OPERATION,
  },
  /**
   * Refusals that are the deployment's own business: status, a text or JSON Pointer in the body, and the reason. Such an
   * answer proves nothing, and the ledger tells the reason.
   */
  refusals: {
    kind: rule.refusals,
    commands: { verify: {} },
    places: ALL_AND_OPERATION,
  },
  /**
   * Checks of your own, by name: a pure function that looks at an interaction and returns true, or a sentence that says what
   * is wrong, or undefined if it has no question. Each is a constraint `own.NAME` of every operation, or of `operations`.
   */
  ownChecks: {
    kind: rule.ownChecks,
    commands: { verify: {}, replay: {} },
    places: ALL,
  },
  /**
   * Formats of texts of your own, by the names that stand at `format`. They are judged in requests and answers, and take the
   * place of built-in ones. `arbitrary` makes texts of them, and `breaks` are texts that have to be refused.
   */
  formats: {
    kind: ownFormats,
    commands: CONFIGURED,
    places: ALL,
  },
  config: {
    kind: kind.file,
    form: '<file>',
    help: 'file with options, by the same names',
    default: 'fgs-contract.config.ts, .js, .mjs or .json here',
    negation: 'use no configuration, even if there is one',
    commands: CONFIGURED,
    places: COMMAND_LINE,
  },
  /** Also measure mutants of clients: whether `verifyClient` would notice them. Default: false. */
  clients: {
    kind: kind.flag,
    help: 'also measure mutants of clients: what `verifyClient` would notice; takes several seconds for each operation',
    commands: { adequacy: {} },
    places: ['library'],
  },
  /** PEM file of the authorities to trust instead of the public ones; the library takes its content. */
  ca: {
    kind: kind.pemFile,
    form: '<file>',
    help: 'PEM file of the authorities to trust',
    commands: { verify: {}, replay: {} },
    places: ALL,
  },
  /** PEM file of a client certificate; the library takes its content. Needs `key`. */
  cert: {
    kind: kind.pemFile,
    form: '<file>',
    help: 'PEM file of a client certificate',
    commands: { verify: {}, replay: {} },
    places: ALL,
  },
  /** PEM file of the client certificate's key; the library takes its content. Needs `cert`. */
  key: {
    kind: kind.pemFile,
    form: '<file>',
    help: 'PEM file of its key',
    commands: { verify: {}, replay: {} },
    places: ALL,
  },
  /** Requests under way at once. Default 4. */
  concurrency: {
    kind: kind.positive,
    form: '<n>',
    help: 'requests under way at once',
    default: 4,
    commands: { verify: {} },
    places: ALL,
  },
  /** Time limit for one whole exchange, in milliseconds. A configuration may write it as `30s`. Default 30,000. */
  timeout: {
    kind: kind.timeout,
    form: '<duration>',
    help: 'time limit for one whole exchange',
    default: 30_000,
    commands: {
      verify: {},
      replay: {},
      client: { help: 'time limit for one run of the program', isConfigured: false },
    },
    places: ALL,
  },
  /**
   * Time limit for judging one response, in milliseconds. One that takes longer could not be judged: its constraints are
   * untested, and the run is inconclusive. A configuration may write it as `15s`. Default 15,000.
   */
  judgeTimeout: {
    kind: kind.timeout,
    form: '<duration>',
    help: 'time limit for judging one response',
    default: 15_000,
    commands: { verify: {}, replay: {} },
    places: ALL,
  },
  /** Send at most this many requests a second. A configuration may write it as `5/s`. */
  rate: {
    kind: kind.rate,
    form: '<n/s>',
    help: 'send at most this many requests a second, such as 5/s',
    commands: { verify: {} },
    places: ALL,
  },
  /** How long to wait for a target that is not up, at first or after it died, in milliseconds. A configuration may write it as `60s`. Default 0. */
  wait: {
    kind: kind.duration,
    form: '<duration>',
    help: 'wait up to this long for the target to be up, at first and if it dies',
    default: 0,
    commands: { verify: {} },
    places: ALL,
  },
  /** Send nothing more after this time, in milliseconds. A configuration may write it as `5m`. */
  maxTime: {
    kind: kind.duration,
    form: '<duration>',
    help: 'send nothing more after this time, such as 5m',
    commands: { verify: {} },
    places: ALL,
  },
  /**
   * The run passes only if these are held: a percentage, such as `95%`, of all constraints that a conforming deployment
   * can show to an outsider; or ids of constraints, in which `*` stands for any text.
   */
  requireHeld: {
    kind: kind.listOf(kind.string),
    form: '<percent|id>',
    help: 'fail unless this share (such as 95%), or the constraints with this id, are held; * stands for any text',
    commands: { verify: {} },
    places: ALL,
  },
  /**
   * Known findings, which fail no run. A configuration names their file, `fgs-contract.baseline.json` by default; the
   * library takes what `readBaseline` returns.
   */
  baseline: {
    kind: kind.baselineFile,
    form: '<file>',
    help: 'file of known findings, which fail no run',
    default: `${BASELINE_FILE}, if it is there`,
    commands: { verify: {} },
    places: ALL,
  },
  /** Whether an entry of the baseline that is no longer needed fails the run. */
  strictBaseline: {
    kind: kind.flag,
    help: 'fail if an entry of the baseline is no longer needed',
    commands: { verify: {} },
    places: ALL,
  },
  updateBaseline: {
    kind: kind.flag,
    help: 'write the findings, and what was not reached, to the baseline; you fill in reasons and days',
    commands: { verify: {} },
    places: COMMAND_LINE,
  },
  baselineReason: {
    kind: kind.string,
    form: '<text>',
    help: 'with --update-baseline: the reason of all entries that have none',
    commands: { verify: {} },
    places: COMMAND_LINE,
  },
  baselineExpires: {
    kind: kind.string,
    form: '<day>',
    help: 'with --update-baseline: the last day, such as 2026-12-31, of all entries that have none or have expired',
    commands: { verify: {} },
    places: COMMAND_LINE,
  },
  /** `NAME` or `NAME=FILE`. */
  reporter: {
    kind: kind.listOf(kind.reporter),
    form: '<name[=file]>',
    help: `${REPORTERS}, to stdout or to a file`,
    commands: { verify: {}, client: { isConfigured: false } },
    places: CONFIGURATION,
  },
  /** Whether witnesses keep bodies over 64 KiB; without it they keep the beginning, length and digest. Default: false. */
  fullBodies: {
    kind: kind.flag,
    help: 'keep bodies over 64 KiB in reports, of which otherwise only the beginning, length and digest are kept',
    commands: { verify: {}, client: { isConfigured: false }, replay: {} },
    places: ALL,
  },
  json: {
    kind: kind.flag,
    help: 'print one JSON document',
    commands: {
      plan: { help: 'print one JSON document, with whole requests' },
      adequacy: { help: 'print one JSON document, with every mutant' },
      replay: {},
    },
    places: COMMAND_LINE,
    rivals: ['verbose'],
  },
  /** Only errors, and the verdict, which counts advisories and known findings. */
  quiet: {
    kind: kind.flag,
    help: 'print only errors, and the verdict, which counts advisories and known findings',
    commands: { verify: {}, client: {}, mock: { help: 'print no line for each request', isConfigured: false } },
    places: CONFIGURATION,
    rivals: ['verbose'],
  },
  /** Every request, and every untested constraint. */
  verbose: {
    kind: kind.flag,
    help: 'print every request, and every untested constraint',
    commands: {
      verify: {},
      client: { help: 'print every run, and what the program writes', isConfigured: false },
      adequacy: { help: 'print every mutant, and what killed it', isConfigured: false },
    },
    places: CONFIGURATION,
    rivals: ['quiet', 'json'],
  },
  /** Whether a terminal sees colours. Default: true. */
  color: {
    kind: kind.flag,
    negation: 'print no colours',
    commands: { verify: {}, client: {}, replay: {} },
    places: CONFIGURATION,
  },
  /** Whether nothing is sent, and it is only said what would be. Default: false. */
  dryRun: {
    kind: kind.flag,
    help: 'send nothing; say what would be sent',
    commands: { replay: {} },
    places: ['library'],
  },
  force: {
    kind: kind.flag,
    help: 'overwrite files that exist',
    commands: { init: {} },
    places: COMMAND_LINE,
  },
} as const satisfies { readonly [name: string]: Option }
