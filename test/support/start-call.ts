import type { Start } from '../../fixtures/clients/index.ts'
import type { ClientCall } from '../../src/client/index.ts'

/** Calls a client of the bundled operation with the parameters and the body that the contract names. */
export const startCall =
  (start: (baseUrl: string, asked: Start, signal: AbortSignal) => unknown): ClientCall =>
  ({ path, body }, baseUrl, { signal }) => {
    const { headers, input }: { readonly headers?: unknown; readonly input?: unknown } = Object(body)
    return start(
      baseUrl,
      {
        projectId: String(path.project_id),
        workflowId: String(path.workflow_id),
        ...(headers !== undefined && { headers }),
        input,
      },
      signal,
    )
  }
