// Written from specs/start-sync-workflow-execution.yaml by `npm run generate`: change that, and run this.

import type { JsonObject } from '../../json/index.ts'

export interface BundledOperations {
  startSyncWorkflowExecution: {
    path: {
      /**
       * Project ID.
       */
      project_id: string
      /**
       * ID of the workflow's definition.
       */
      workflow_id: string
    }
    requestBody: StartSyncWorkflowExecutionRequest
    responses: {
      200: StartSyncWorkflowExecutionResponse
      400: StartSyncWorkflowExecutionError
      404: StartSyncWorkflowExecutionError
      500: StartSyncWorkflowExecutionError
    }
  }
}
export interface StartSyncWorkflowExecutionRequest {
  /**
   * Headers that the execution needs.
   */
  headers?: JsonObject
  /**
   * Input of the execution. Values may map by JSONPath and give a default: `<path> | <constant>`.
   *
   * - The path is like `$.a.b[0].c`; `$CONST` roots it in the constants of the workflow.
   * - The constant is a number, a boolean or a string in single quotes.
   *
   */
  input: JsonObject
}
export interface StartSyncWorkflowExecutionResponse {
  /**
   * ID of the execution.
   */
  execution_id?: string
  /**
   * Final status of the execution.
   */
  status?: 'success' | 'fail' | 'timeout'
  /**
   * Result of the workflow. Has a value only when `status` is `success`.
   */
  output?: JsonObject
  /**
   * What went wrong, by node. Has a value only when `status` is `fail`.
   *
   * @minItems 0
   * @maxItems 200
   */
  errors?: SyncExecutionNodeErrorDetail[]
  /**
   * When the execution was created.
   */
  begin_time?: string
  /**
   * When the execution ended.
   */
  end_time?: string
}
export interface SyncExecutionNodeErrorDetail {
  /**
   * ID of the node of the workflow.
   */
  node_id?: string
  /**
   * What went wrong there, in detail.
   */
  error_message?: string
  /**
   * When the execution was created, in the page's words.
   */
  begin_time?: string
  /**
   * When the execution ended, in the page's words.
   */
  end_time?: string
}
export interface StartSyncWorkflowExecutionError {
  /**
   * Code of the error.
   */
  error_code?: string
  /**
   * Description of the error.
   */
  error_msg?: string
}
