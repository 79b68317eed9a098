import { describe, expect, it } from 'vitest'
import { reporterNames } from '../../../src/report/reporters/index.ts'
import { folderOf, run } from './program.ts'

const see = (command = 'verify'): string => `(see fgs-contract ${command}--help)`.replace('verify', 'verify ')
const invalid = (option: string, value: string, advice: string): string =>
  `error: option '${option}' argument '${value}' is invalid. ${advice}\n${see()}`

const CLIENT = '(write fgs-contract client [options] -- <command...>; see fgs-contract client --help)'

const duration = 'Write a number with ms, s, m or h, such as 30s.'
const timeout = 'Write a number with ms, s, m or h, such as 30s, and at least 1ms.'
const whole = 'Write a whole number, 0 or more.'
const ids = 'the contract has: startSyncWorkflowExecution.'
const long = 'a'.repeat(65)

const errors: readonly (readonly [args: readonly string[], message: string])[] = [
  [['frobnicate'], `error: unknown command 'frobnicate'\n${see('')}`],
  [['--bogus'], `error: unknown option '--bogus'\n${see('')}`],
  [['verify', '--bogus'], `error: unknown option '--bogus'\n${see()}`],
  [['verify', '--toke=secret'], `error: unknown option '--toke'\n${see()}`],
  [['plan', '--json=yes'], `error: option '--json' takes no value\n${see('plan ')}`],
  [['verify', '--no-color=1'], `error: option '--no-color' takes no value\n${see()}`],
  [['verify', '--json=yes'], `error: unknown option '--json'\n${see()}`],
  [['verify', '--ak', ''], 'error: --ak is empty; give a key, or leave it out.'],
  [['replay', '--sk', '', 'report.json'], 'error: --sk is empty; give a key, or leave it out.'],
  [['verify', 'specs.yaml'], `error: too many arguments for 'verify'. Expected 0 arguments but got 1.\n${see()}`],
  [['verify', '--quiet', '--verbose'], `error: option '--quiet' cannot be used with option '--verbose'\n${see()}`],

  [
    ['verify', '--no-config', '--config', 'mine.json'],
    'error: --config and --no-config contradict each other; give one of them.',
  ],
  [
    ['plan', '--config=mine.json', '--no-config'],
    'error: --config and --no-config contradict each other; give one of them.',
  ],

  [['client'], `error: missing required argument 'command'\n${CLIENT}`],
  [['client', 'node', '-e', ''], `error: unknown option '-e'\n${CLIENT}`],

  [['verify', '--param'], `error: option '--param <[operation.]name=value>' argument missing\n${see()}`],
  [['verify', '--param', 'project_id'], invalid('--param <[operation.]name=value>', 'project_id', 'Write NAME=VALUE.')],
  [['verify', '--param', 'project=value'], 'error: --param project names no parameter; did you mean project_id?'],
  [['verify', '--param', 'nope=value'], 'error: --param nope names no parameter; there are: project_id, workflow_id.'],
  [
    ['verify', '--param', 'startSync.project_id=value'],
    'error: --param startSync.project_id names no parameter; there are: startSyncWorkflowExecution.project_id, startSyncWorkflowExecution.workflow_id.',
  ],
  [
    ['verify', '--param', 'startSyncWorkflowExecutoin.project_id=value'],
    'error: --param startSyncWorkflowExecutoin.project_id names no parameter; did you mean startSyncWorkflowExecution.project_id?',
  ],
  [
    ['verify', '--param', 'startSyncWorkflowExecution.project=value'],
    'error: --param startSyncWorkflowExecution.project: startSyncWorkflowExecution has no parameter named "project"; it has: project_id, workflow_id.',
  ],
  [
    ['verify', '--param', 'startSyncWorkflowExecution.project_id='],
    'error: --param startSyncWorkflowExecution.project_id= breaks the contract: expected at least 1 characters, received "" (0 characters). Give a value that the document allows.',
  ],
  [
    ['verify', '--param', 'project_id='],
    'error: --param project_id= breaks the contract: expected at least 1 characters, received "" (0 characters). Give a value that the document allows.',
  ],
  [
    ['verify', '--param', `project_id=${long}`],
    `error: --param project_id=${long} breaks the contract: expected at most 64 characters, received "${long}" (65 characters). Give a value that the document allows.`,
  ],

  [['verify', '--header', 'secret'], "error: --header is not a name and a value; write --header 'Name: value'."],
  [['verify', '--header', 'A b: c'], "error: --header is not a name and a value; write --header 'Name: value'."],
  [
    ['verify', '--header', 'X-Name: a\r\nHost: b'],
    'error: --header X-Name has a character that no header can carry, such as a line break; give it without that character.',
  ],
  [
    ['verify', '--header', 'X-Name: 漢'],
    'error: --header X-Name has a character that no header can carry, such as a line break; give it without that character.',
  ],
  [
    ['verify', '--header', 'Transfer-Encoding: chunked'],
    'error: --header Transfer-Encoding cannot be set: each request has its own; leave it out.',
  ],
  [
    ['verify', '--header', 'content-type: text/plain'],
    'error: --header content-type cannot be set: each request has its own; leave it out.',
  ],
  [
    ['verify', '--token', 'a\nb'],
    'error: --token has a character that no header can carry, such as a line break; give it without that character.',
  ],

  [['verify', '--timeout', '30'], invalid('--timeout <duration>', '30', timeout)],
  [['verify', '--timeout', '0s'], invalid('--timeout <duration>', '0s', timeout)],
  [['verify', '--max-time', '5 m'], invalid('--max-time <duration>', '5 m', duration)],
  [
    ['verify', '--rate', '5'],
    invalid('--rate <n/s>', '5', 'Write a number of requests in a second, 0.001 or more, such as 5/s.'),
  ],
  [
    ['verify', '--rate', '0.0001/s'],
    invalid('--rate <n/s>', '0.0001/s', 'Write a number of requests in a second, 0.001 or more, such as 5/s.'),
  ],
  [['verify', '--runs', '1.5'], invalid('--runs <n>', '1.5', whole)],
  [['verify', '--max-executions', ''], invalid('--max-executions <n>', '', whole)],
  [['verify', '--concurrency', '0'], invalid('--concurrency <n>', '0', 'Write a whole number, 1 or more.')],
  [
    ['verify', '--seed', '4294967296'],
    invalid('--seed <n|random>', '4294967296', 'Write a whole number of 32 bits, or random.'),
  ],

  [['verify', '--target', ''], 'error: --target is empty; give a URL, or leave it out.'],
  [
    ['verify', '--target', 'example'],
    'error: --target example is not a URL; write it whole, such as https://example.com/base.',
  ],
  [
    ['verify', '--target', 'ftp://example.com'],
    'error: --target ftp://example.com is not an http or https URL; write it whole, such as https://example.com/base.',
  ],
  [
    ['verify', '--target', 'https://user:secret@example.com'],
    "error: --target must not carry credentials; give them with --header 'Authorization: …'.",
  ],
  [
    ['verify', '--target', 'https://example.com/?a=1'],
    'error: --target is a base URL; leave out its query and fragment.',
  ],
  [
    ['plan', '--target', 'https://user:secret@example.com'],
    "error: --target must not carry credentials; give them with --header 'Authorization: …'.",
  ],

  [['verify', '--token-command', ''], 'error: --token-command is empty; give a command, or leave it out.'],
  [['verify', '--baseline', ''], 'error: --baseline is empty; give a file, or leave it out.'],
  [['verify', '--body', ''], 'error: --body is empty; give a file, or leave it out.'],
  [['verify', '--ca', ''], 'error: --ca is empty; give a file, or leave it out.'],
  [['verify', '--exclude', ''], 'error: --exclude is empty; give a text, or leave it out.'],
  [['mock', '--token', ''], 'error: --token is empty; give a text, or leave it out.'],

  [['verify', '--include', 'nope'], `error: --include nope names no operation by id, path, method or tag; ${ids}`],
  [['verify', '--exclude', 'nope'], `error: --exclude nope names no operation by id, path, method or tag; ${ids}`],
  [['verify', '--exclude', '*'], 'error: no operation is left to verify; loosen --include or --exclude.'],

  [
    ['verify', '--body', 'nope.json'],
    'error: --body nope.json cannot be read: it does not exist; give the path of a file.',
  ],

  [
    ['verify', '--ca', 'nope.pem'],
    'error: --ca nope.pem cannot be read: it does not exist; give the path of a PEM file.',
  ],
  [
    ['verify', '--ca', 'garbage.pem'],
    'error: --ca garbage.pem holds no certificate in PEM; it begins with -----BEGIN CERTIFICATE-----.',
  ],
  [['verify', '--cert', 'garbage.pem'], 'error: --cert and --key go together; give both.'],
  [
    ['verify', '--cert', 'garbage.pem', '--key', 'garbage.pem'],
    'error: --cert garbage.pem holds no certificate in PEM; it begins with -----BEGIN CERTIFICATE-----.',
  ],

  [
    ['verify', '--runs=0', '--reporter', 'xml'],
    `error: there is no reporter "xml"; there are: ${reporterNames.join(', ')}.`,
  ],
  [['verify', '--runs=0', '--reporter', 'json='], 'error: --reporter json= names no file; write --reporter json=FILE.'],
  [
    ['verify', '--runs=0', '--reporter', 'json', '--reporter', 'console'],
    'error: only one reporter can write to stdout; give the others a file: --reporter json=FILE.',
  ],
  [
    ['verify', '--runs=0', '--reporter', 'html=a.html', '--reporter', 'console', '--reporter', 'junit'],
    'error: only one reporter can write to stdout; give the others a file: --reporter junit=FILE.',
  ],
  [
    ['verify', '--runs=0', '--reporter', 'json=nope/report.json'],
    'error: the report cannot be written to nope/report.json: its folder does not exist.',
  ],
  [['verify', '--runs=0', '--reporter', 'json=.'], 'error: the report cannot be written to .: it is a folder.'],
]

describe('usage errors', () => {
  it.each(errors)('%j', async (args, message) => {
    const cwd = folderOf({ 'garbage.pem': 'garbage' })
    expect(await run(args, { cwd })).toEqual({ code: 2, stdout: '', stderr: `${message}\n` })
  })

  it('names a body that is no JSON', async () => {
    const cwd = folderOf({ 'body.json': '{"input":' })
    const { code, stdout, stderr } = await run(['verify', '--body', 'body.json'], { cwd })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^error: --body body\.json is not JSON: .+\n$/)
  })

  it('names a body that the contract forbids', async () => {
    const cwd = folderOf({ 'body.json': '{"input":3}' })
    const { code, stdout, stderr } = await run(['plan', '--body', 'body.json'], { cwd })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^error: .*--body .+\n$/)
  })

  it.each(['socks5://127.0.0.1:1', 'http://user:secret%zz@127.0.0.1:1'])('refuses the proxy %s', async (proxy) => {
    const env = { HTTP_PROXY: proxy }
    expect(await run(['verify', '--target', 'http://made-up.invalid'], { env })).toEqual({
      code: 2,
      stdout: '',
      stderr:
        'error: HTTP_PROXY or HTTPS_PROXY is not an http or https URL; write it whole, or list the host in NO_PROXY.\n',
    })
  })
})
