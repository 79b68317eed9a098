/**
 * What is asked of a deployment. Schemathesis' names if it has one for the same thing; `complete_response` and
 * `advisory` are ours. A name without a check in `judging/checks/registry.ts` does not compile.
 */
export const DEPLOYMENT_CHECK_NAMES = [
  'positive_data_acceptance',
  'negative_data_rejection',
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_schema_conformance',
  'response_headers_conformance',
  'unsupported_method',
  'ignored_auth',
  'complete_response',
  'advisory',
] as const

/** What is asked of a client. */
export const CLIENT_CHECK_NAMES = [
  'positive_data_acceptance',
  'request_conformance',
  'complete_request',
  'single_execution',
  'positive_response_acceptance',
  'complete_result',
  'error_propagation',
  'negative_response_rejection',
] as const

/** Checks whose findings are advisories, each of them: they fail no run, so that no baseline needs them. */
export const ADVISORY_CHECK_NAMES: readonly DeploymentCheckName[] = ['advisory']

/** Checks that can fail a deployment, in the order in which `specs/baseline.schema.json` lists them. */
export const BASELINE_CHECK_NAMES = DEPLOYMENT_CHECK_NAMES.filter((name) => !ADVISORY_CHECK_NAMES.includes(name))

/** What becomes of the findings of a check: there are none, or each is an advisory, or an error. */
export const CHECK_LEVELS = ['off', 'advisory', 'error'] as const

export type CheckLevel = (typeof CHECK_LEVELS)[number]

export type DeploymentCheckName = (typeof DEPLOYMENT_CHECK_NAMES)[number]

/** What stands before the name of a check of the user's own, so that it is no other check's. */
const OWN = 'own.'

/** The name of a check of the user's own: `own.trace_id`. */
export type OwnCheckName = `${typeof OWN}${string}`

export const isOwnCheckName = (name: string): name is OwnCheckName => name.startsWith(OWN)

/** `own.trace_id` for `trace_id`. */
export const ownCheckName = (name: string): OwnCheckName => `${OWN}${name}`

export type ClientCheckName = (typeof CLIENT_CHECK_NAMES)[number]
export type CheckName = DeploymentCheckName | OwnCheckName | ClientCheckName

/** All names but the user's own, each once, in the order in which `specs/report.schema.json` lists them. */
export const CHECK_NAMES: readonly CheckName[] = [...new Set([...DEPLOYMENT_CHECK_NAMES, ...CLIENT_CHECK_NAMES])]
