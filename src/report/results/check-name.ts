/** Schemathesis' names where it has one; `complete_response` and `advisory` are ours. */
export const CHECK_NAMES = [
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
  // Asked of clients; positive_data_acceptance is asked of both.
  'request_conformance',
  'complete_request',
  'single_execution',
  'positive_response_acceptance',
  'complete_result',
  'error_propagation',
  'negative_response_rejection',
] as const

export type CheckName = (typeof CHECK_NAMES)[number]

export const isCheckName = (name: string): name is CheckName => CHECK_NAMES.some((one) => one === name)
