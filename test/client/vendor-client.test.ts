import { BasicCredentials } from '@huaweicloud/huaweicloud-sdk-core'
import { FunctionGraphClient, StartSyncWorkflowExecutionRequest } from '@huaweicloud/huaweicloud-sdk-functiongraph'
import { expect, test, vi } from 'vitest'
import { type ClientCall, verifyClient } from '../../src/client/index.ts'
import { bundled } from '../../src/contract/documents/index.ts'

/** The vendor's own client, which nobody here wrote. */
const call: ClientCall = ({ path, body }, baseUrl) => {
  const credentials = new BasicCredentials().withAk('ak').withSk('sk').withProjectId(String(path.project_id))
  const client = FunctionGraphClient.newBuilder().withCredential(credentials).withEndpoint(baseUrl).build()
  const request = new StartSyncWorkflowExecutionRequest(String(path.workflow_id))
  return client.startSyncWorkflowExecution(Object.assign(request, { body }))
}

test('the vendor’s client gets the findings that are there', async () => {
  // It logs every error, with the signature that it sent.
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  try {
    const report = await verifyClient(bundled(), call, { runs: 20, timeout: 60_000 })
    const ids = report.findings.map(
      ({ severity, id }) => `${severity} ${id.replace('startSyncWorkflowExecution ', '')}`,
    )
    expect(ids.sort()).toEqual([
      'advisory negative_response_rejection answers that break the contract accepted',
      'error complete_request request.body: a name that JavaScript knows lost',
      'error complete_request request.path.workflow_id: a backslash elsewhere',
      'error complete_request request.path.workflow_id: a number sign elsewhere',
      'error complete_request request.path.workflow_id: a percent sign lost',
      'error complete_request request.path.workflow_id: a question mark elsewhere',
      'error complete_request request.path.workflow_id: a slash elsewhere',
      'error complete_request request.path.workflow_id: control characters lost',
      'error request_conformance request.path.workflow_id encoding malformed',
    ])
    expect(report.summary.verdict).toBe('fail')
    // Its signatures are nowhere in the report.
    expect(JSON.stringify(report)).not.toContain('SDK-HMAC-SHA256')
  } finally {
    write.mockRestore()
  }
}, 300_000)
