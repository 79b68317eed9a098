// The servers of the bench, none of them written for it, or on a framework that nobody here wrote. Each says how it is
// installed from the registries, started, seeded and counted, and how a team would verify it.
import { execFile } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const here = (name) => fileURLToPath(new URL(name, import.meta.url))
const example = (name) =>
  join(dirname(fileURLToPath(import.meta.resolve('@readme/oas-examples/package.json'))), '3.0/json', name)

/** Of one installation: Alertmanager is compiled. */
const INSTALL_MS = 1_200_000

async function venv(folder, ...packages) {
  if (existsSync(join(folder, 'venv/bin/pip'))) return
  await run('python3', ['-m', 'venv', 'venv'], { cwd: folder, timeout: INSTALL_MS })
  await run(join(folder, 'venv/bin/pip'), ['install', '-q', ...packages], { cwd: folder, timeout: INSTALL_MS })
}

async function modules(folder, ...packages) {
  if (existsSync(join(folder, 'node_modules'))) return
  const args = ['install', '--no-audit', '--no-fund', '--silent', '--prefix', folder, ...packages]
  await run('npm', args, { cwd: folder, timeout: INSTALL_MS })
}

async function getJson(url, headers = {}) {
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(10_000) })
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`)
  return response.json()
}

async function send(method, url, body, headers = {}) {
  const response = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  })
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${await response.text()}`)
}

const basic = (name) => ({ authorization: `Basic ${Buffer.from(`${name}:throw-away`).toString('base64')}` })

function fresh(folder) {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  return folder
}

/** Lists what `things` are, each by `name`, with its text to tell whether it was changed. */
const keyed = (kind, things, name = 'id') =>
  Object.fromEntries(things.map((thing) => [`${kind} ${thing[name]}`, JSON.stringify(thing)]))

const kinto = {
  name: 'kinto',
  install: (folder) => venv(folder, 'kinto', 'setuptools<81', 'waitress'),
  start({ folder, port }) {
    copyFileSync(here('kinto.ini'), join(folder, 'bench.ini'))
    const serve = 'from pyramid.paster import get_app; from waitress import serve; import sys; '
    const code = `${serve}serve(get_app(sys.argv[1]), host="127.0.0.1", port=int(sys.argv[2]), threads=4)`
    return [join(folder, 'venv/bin/python'), ['-W', 'ignore', '-c', code, join(folder, 'bench.ini'), `${port}`]]
  },
  ready: '/v1/',
  async seed(origin) {
    const team = basic('team')
    await send('PUT', `${origin}/v1/accounts/root`, { data: { password: 'throw-away' } })
    await send('PUT', `${origin}/v1/accounts/team`, { data: { password: 'throw-away' } })
    await send('PUT', `${origin}/v1/buckets/blog`, { data: {} }, team)
    await send('PUT', `${origin}/v1/buckets/blog/collections/articles`, { data: {} }, team)
    await send('PUT', `${origin}/v1/buckets/blog/groups/writers`, { data: { members: [] } }, team)
    await send('PUT', `${origin}/v1/buckets/blog/collections/articles/records/first`, { data: { title: 'one' } }, team)
  },
  async count(origin) {
    const list = async (path) => (await getJson(`${origin}/v1${path}`, basic('root'))).data
    const buckets = await list('/buckets')
    const things = [keyed('account', await list('/accounts')), keyed('bucket', buckets)]
    for (const bucket of buckets) {
      const path = `/buckets/${bucket.id}`
      const collections = await list(`${path}/collections`)
      things.push(keyed(`${bucket.id} group`, await list(`${path}/groups`)))
      things.push(keyed(`${bucket.id} collection`, collections))
      for (const { id } of collections) {
        things.push(keyed(`${bucket.id}/${id} record`, await list(`${path}/collections/${id}/records`)))
      }
    }
    return Object.assign({}, ...things)
  },
  target: (origin) => `${origin}/v1`,
  document: ({ origin }) => `${origin}/v1/__api__`,
  arguments: ['--token', 'team:throw-away'],
  known: [
    'bucket_id=blog',
    'collection_id=articles',
    'get_account.id=team',
    'get_bucket.id=blog',
    'get_collection.id=articles',
    'get_group.id=writers',
    'get_record.id=first',
  ].flatMap((param) => ['--param', param]),
}

const jupyter = {
  name: 'jupyter',
  install: (folder) => venv(folder, 'jupyter_server'),
  start({ folder, port }) {
    const home = fresh(join(folder, 'home'))
    mkdirSync(join(home, 'work/sub'), { recursive: true })
    copyFileSync(here('alertmanager.yml'), join(home, 'work/notes.txt'))
    copyFileSync(here('alertmanager.yml'), join(home, 'work/sub/more.txt'))
    const env = Object.fromEntries(
      ['CONFIG', 'DATA', 'RUNTIME'].map((kind) => [`JUPYTER_${kind}_DIR`, join(home, kind.toLowerCase())]),
    )
    const options = ['--no-browser', '--allow-root', '--ip', '127.0.0.1', '--port', `${port}`]
    const settings = ['--IdentityProvider.token=secret-token', `--ServerApp.root_dir=${join(home, 'work')}`]
    return [join(folder, 'venv/bin/jupyter-server'), [...options, ...settings], { HOME: home, ...env }]
  },
  ready: '/api',
  async count(origin, folder) {
    const headers = { authorization: 'token secret-token' }
    const work = join(folder, 'home/work')
    const files = readdirSync(work, { recursive: true })
      .map((name) => join(work, name))
      .filter((name) => !name.includes('.ipynb_checkpoints'))
      .map((name) => [relative(work, name), statSync(name).isFile() ? readFileSync(name, 'utf8') : 'folder'])
    const [sessions, kernels, terminals] = await Promise.all(
      ['sessions', 'kernels', 'terminals'].map((name) => getJson(`${origin}/api/${name}`, headers)),
    )
    return {
      ...Object.fromEntries(files.map(([name, text]) => [`file ${name}`, text])),
      ...keyed('session', sessions),
      ...keyed('kernel', kernels),
      ...keyed(
        'terminal',
        terminals.map(({ name }) => ({ name })),
        'name',
      ),
    }
  },
  target: (origin) => origin,
  document: ({ folder }) => inVenv(folder, 'jupyter_server/services/api/api.yaml'),
  arguments: ['--header', 'Authorization: token secret-token'],
  known: ['--param', 'path=notes.txt'],
}

function inVenv(folder, path) {
  const lib = join(folder, 'venv/lib')
  return join(lib, readdirSync(lib)[0], 'site-packages', path)
}

const ALERTMANAGER = 'github.com/prometheus/alertmanager'
const ALERTMANAGER_VERSION = 'v0.27.0'

const alertmanager = {
  name: 'alertmanager',
  async install(folder) {
    if (existsSync(join(folder, 'bin/alertmanager'))) return
    const env = { ...process.env, GOBIN: join(folder, 'bin') }
    await run('go', ['install', `${ALERTMANAGER}/cmd/alertmanager@${ALERTMANAGER_VERSION}`], {
      env,
      timeout: INSTALL_MS,
    })
  },
  start({ folder, port }) {
    const files = ['--config.file', here('alertmanager.yml'), '--storage.path', fresh(join(folder, 'data'))]
    const addresses = ['--web.listen-address', `127.0.0.1:${port}`, '--cluster.listen-address=']
    return [join(folder, 'bin/alertmanager'), [...files, ...addresses, '--log.level=error']]
  },
  ready: '/-/ready',
  async seed(origin) {
    const matchers = [{ name: 'alertname', value: 'Quiet', isRegex: false, isEqual: true }]
    const times = { startsAt: '2030-01-01T00:00:00Z', endsAt: '2031-01-01T00:00:00Z' }
    await send('POST', `${origin}/api/v2/silences`, { matchers, ...times, createdBy: 'team', comment: 'before' })
    await send('POST', `${origin}/api/v2/alerts`, [{ labels: { alertname: 'Before' }, endsAt: times.endsAt }])
  },
  async count(origin) {
    const [silences, alerts] = await Promise.all(
      ['silences', 'alerts'].map((name) => getJson(`${origin}/api/v2/${name}`)),
    )
    return { ...keyed('silence', silences), ...keyed('alert', alerts, 'fingerprint') }
  },
  target: (origin) => `${origin}/api/v2`,
  async document() {
    const module = `${ALERTMANAGER}@${ALERTMANAGER_VERSION}`
    const { stdout } = await run('go', ['mod', 'download', '-json', module], { timeout: INSTALL_MS })
    return join(JSON.parse(stdout).Dir, 'api/v2/openapi.yaml')
  },
  arguments: [],
  async known(origin) {
    const [{ id }] = await getJson(`${origin}/api/v2/silences`)
    return ['--param', `silenceID=${id}`, '--param', 'receiver=nobody']
  },
}

const httpbin = {
  name: 'httpbin',
  install: (folder) => venv(folder, 'httpbin[mainapp]', 'setuptools<81', 'waitress'),
  start: ({ folder, port }) => [
    join(folder, 'venv/bin/waitress-serve'),
    ['--host', '127.0.0.1', '--port', `${port}`, 'httpbin:app'],
  ],
  ready: '/spec.json',
  target: (origin) => origin,
  /** Its document is not as OpenAPI 2.0 has it in some 180 places, of a few kinds. A team has to mend them first. */
  async document({ origin, folder }) {
    const document = await getJson(`${origin}/spec.json`)
    delete document.info.contact
    delete document.protocol
    for (const [template, path] of Object.entries(document.paths)) {
      delete path.trace
      for (const operation of Object.values(path)) {
        const described = (operation.parameters ?? []).map((parameter) => mended(parameter))
        const inPath = [...template.matchAll(/{(.+?)}/g)].map(([, name]) => ({ name, in: 'path' }))
        const isMissing = ({ name }) => !described.some((parameter) => parameter.name === name)
        operation.parameters = [...described, ...inPath.filter(isMissing).map((parameter) => mended(parameter))]
      }
    }
    writeFileSync(join(folder, 'spec.json'), JSON.stringify(document))
    return join(folder, 'spec.json')
  },
  /** Each of these takes as long as it is asked to. */
  arguments: ['--exclude', '/delay/*', '--exclude', '/drip'],
  known: ['--param', 'n=3', '--param', 'codes=200'],
}

/** In 2.0 path parameters are required, each has a type, and only 3.0 has `schema` and `style`. */
function mended({ schema, style: _style, explode: _explode, type = 'string', ...parameter }) {
  return {
    ...parameter,
    type: type === 'int' ? 'integer' : schema?.type === 'object' ? 'string' : type,
    ...(parameter.in === 'path' ? { required: true } : {}),
  }
}

const prism = {
  name: 'prism',
  install: (folder) => modules(folder, '@stoplight/prism-cli'),
  start: ({ folder, port }) => [
    join(folder, 'node_modules/.bin/prism'),
    ['mock', '--errors', '--host', '127.0.0.1', '--port', `${port}`, example('petstore.json')],
  ],
  target: (origin) => origin,
  document: () => example('petstore.json'),
  arguments: ['--token', 'secret-token', '--header', 'api_key: secret-key'],
}

const steady = {
  name: 'steady',
  install: (folder) => modules(folder, '@stdy/cli'),
  start: ({ folder, port }) => [
    join(folder, 'node_modules/.bin/steady'),
    ['--port', `${port}`, '--host', '127.0.0.1', example('petstore.json')],
  ],
  target: (origin) => origin,
  document: () => example('petstore.json'),
  arguments: ['--token', 'secret-token', '--header', 'api_key: secret-key'],
}

const DJANGO_TOKEN = '0123456789abcdef0123456789abcdef01234567'

const django = {
  name: 'django',
  install: (folder) => venv(folder, 'django', 'djangorestframework', 'drf-spectacular', 'django-filter'),
  async start({ folder, port }) {
    rmSync(join(folder, 'data.sqlite3'), { force: true })
    copyFileSync(here('django_app.py'), join(folder, 'django_app.py'))
    const python = join(folder, 'venv/bin/python')
    await run(python, ['django_app.py', 'prepare'], { cwd: folder, timeout: 60_000 })
    return [python, [join(folder, 'django_app.py'), 'serve', `${port}`], { PYTHONPATH: folder }]
  },
  ready: '/schema/',
  async count(_origin, folder) {
    const { stdout } = await run(join(folder, 'venv/bin/python'), ['django_app.py', 'dump'], { cwd: folder })
    const rows = Object.entries(JSON.parse(stdout))
    return Object.fromEntries(rows.map(([name, row]) => [name, JSON.stringify(row)]))
  },
  target: (origin) => origin,
  document: ({ origin }) => `${origin}/schema/`,
  arguments: ['--header', `Authorization: Token ${DJANGO_TOKEN}`],
}

const fastapi = {
  name: 'fastapi',
  install: (folder) => venv(folder, 'fastapi', 'uvicorn', 'pydantic[email]'),
  start({ folder, port }) {
    copyFileSync(here('fastapi_app.py'), join(folder, 'fastapi_app.py'))
    const app = ['fastapi_app:app', '--app-dir', folder]
    return [join(folder, 'venv/bin/uvicorn'), [...app, '--host', '127.0.0.1', '--port', `${port}`, '--no-access-log']]
  },
  ready: '/openapi.json',
  count: async (origin) => keyed('parcel', Object.values(await getJson(`${origin}/state`))),
  target: (origin) => origin,
  document: ({ origin }) => `${origin}/openapi.json`,
  arguments: ['--token', 'secret-token', '--header', 'X-Admin-Key: secret-key'],
  known: ['--param', 'parcel_id=2'],
}

const fastifyServer = {
  name: 'fastify',
  install: (folder) => modules(folder, 'fastify', '@fastify/swagger', '@fastify/bearer-auth'),
  start({ folder, port }) {
    copyFileSync(here('fastify-app.mjs'), join(folder, 'fastify-app.mjs'))
    return [process.execPath, [join(folder, 'fastify-app.mjs'), `${port}`]]
  },
  ready: '/openapi.json',
  count: async (origin) => keyed('todo', Object.values(await getJson(`${origin}/state`))),
  target: (origin) => origin,
  document: ({ origin }) => `${origin}/openapi.json`,
  arguments: ['--token', 'secret-token'],
  known: ['--param', 'id=2'],
}

export const servers = [kinto, jupyter, alertmanager, httpbin, prism, steady, django, fastapi, fastifyServer]
