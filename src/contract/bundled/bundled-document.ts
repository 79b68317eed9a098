// Written from specs/start-sync-workflow-execution.yaml by `npm run generate`: change that, and run this.
// biome-ignore-all lint/suspicious/noThenProperty: a keyword of JSON Schema

import type { JsonObject } from '../../json/index.ts'

/** Where the document stands in the package. */
export const BUNDLED_FILE = 'specs/start-sync-workflow-execution.yaml'

/** SHA-256 of the document's text, in hex. */
export const BUNDLED_DIGEST = '583ef771ab6398b8d8484102f2c21ae382233c901c5dc7a1b11d9ec3fd5652b3'

export const bundledDocument: JsonObject = {
  openapi: '3.1.0',
  info: {
    title: 'FunctionGraph StartSyncWorkflowExecution',
    version: '1.0.0',
    summary: 'Starts a workflow of Huawei Cloud FunctionGraph and answers when it has ended.',
    description:
      'The page that this contract follows contradicts itself in two places. Neither is hidden here:\n\n1. Its prose says that `errors` has a value only when `status` is `fail`; its example of a `success` carries one.\n   So what the prose says about `output` and `errors` is an advisory, never an error; the example is kept as `page`.\n2. Its URI table says `POST /v2/{project_id}/…`; its request example leaves out `/v2`. The table is followed.\n\nA revision of 2025-12 narrows `project_id` to exactly 32 letters and digits, and gives no lengths for the strings of\nthe response any more. This contract is of the revision before.\n',
  },
  servers: [
    { url: 'https://functiongraph.{region}.myhuaweicloud.com', variables: { region: { default: 'cn-north-4' } } },
  ],
  paths: {
    '/v2/{project_id}/fgs/workflows/{workflow_id}/sync-executions': {
      post: {
        operationId: 'startSyncWorkflowExecution',
        summary: 'Start a workflow and wait for its end',
        description:
          "Starts a workflow and answers when it has ended. Only EXPRESS workflows can be started this way: they take less\nthan 5 minutes and have no stored history. The vendor does not offer this on its international site.\n\nThe API Explorer in the vendor's console sends a trial request, which it signs by itself, and shows SDK code.\n",
        security: [{ token: [] }, { signature: [] }],
        parameters: [
          {
            name: 'project_id',
            in: 'path',
            required: true,
            description: 'Project ID.',
            schema: { type: 'string', minLength: 1, maxLength: 64 },
            example: '0a1b2c3d4e5f60718293a4b5c6d7e8f9',
          },
          {
            name: 'workflow_id',
            in: 'path',
            required: true,
            description: "ID of the workflow's definition.",
            schema: { type: 'string', minLength: 1, maxLength: 512 },
            example: '48aff955-ea10-4ffd-b426-190bc192dc14',
          },
        ],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                required: ['input'],
                properties: {
                  headers: { type: 'object', description: 'Headers that the execution needs.' },
                  input: {
                    type: 'object',
                    description:
                      'Input of the execution. Values may map by JSONPath and give a default: `<path> | <constant>`.\n\n- The path is like `$.a.b[0].c`; `$CONST` roots it in the constants of the workflow.\n- The constant is a number, a boolean or a string in single quotes.\n',
                  },
                },
              },
              examples: {
                page: { value: { headers: { tenantId: 'user1' }, input: { arg1: 'argument_1', arg2: 'argument_2' } } },
                mapping: {
                  summary: 'Values mapped by JSONPath, with a default of each type',
                  value: {
                    headers: { tenantId: 'user1' },
                    input: {
                      city: "$.orders[0].address.city | 'unknown'",
                      attempts: '$CONST.attempts | 3',
                      notify: '$.orders[0].notify | false',
                    },
                  },
                },
              },
            },
          },
        },
        responses: {
          '200': {
            description: 'Success',
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  properties: {
                    execution_id: { type: 'string', minLength: 1, maxLength: 64, description: 'ID of the execution.' },
                    status: {
                      type: 'string',
                      minLength: 1,
                      maxLength: 64,
                      enum: ['success', 'fail', 'timeout'],
                      description: 'Final status of the execution.',
                    },
                    output: {
                      type: 'object',
                      description: 'Result of the workflow. Has a value only when `status` is `success`.',
                    },
                    errors: {
                      type: 'array',
                      minItems: 0,
                      maxItems: 200,
                      items: { $ref: '#/components/schemas/SyncExecutionNodeErrorDetail' },
                      description: 'What went wrong, by node. Has a value only when `status` is `fail`.',
                    },
                    begin_time: { $ref: '#/components/schemas/Time', description: 'When the execution was created.' },
                    end_time: { $ref: '#/components/schemas/Time', description: 'When the execution ended.' },
                  },
                },
                examples: {
                  success: {
                    value: {
                      execution_id: '48aff955-ea10-4ffd-b426-190bc192dc14',
                      status: 'success',
                      output: { result: 200, message: 'success' },
                      begin_time: '2021-01-01T00:00:00Z',
                      end_time: '2021-01-01T00:00:02Z',
                    },
                  },
                  fail: {
                    value: {
                      execution_id: '48aff955-ea10-4ffd-b426-190bc192dc14',
                      status: 'fail',
                      errors: [
                        {
                          node_id: 'check-stock',
                          error_message: 'Exception happened',
                          begin_time: '2021-01-01T00:00:00Z',
                          end_time: '2021-01-01T00:00:01Z',
                        },
                        {
                          node_id: 'send-invoice',
                          error_message: 'Function returned no JSON',
                          begin_time: '2021-01-01T00:00:01Z',
                          end_time: '2021-01-01T00:00:02Z',
                        },
                      ],
                      begin_time: '2021-01-01T00:00:00Z',
                      end_time: '2021-01-01T00:00:02Z',
                    },
                  },
                  timeout: {
                    value: {
                      execution_id: '48aff955-ea10-4ffd-b426-190bc192dc14',
                      status: 'timeout',
                      begin_time: '2021-01-01T00:00:00Z',
                      end_time: '',
                    },
                  },
                  page: {
                    summary: 'The page contradicts itself here; this success carries errors',
                    value: {
                      execution_id: '48aff955-ea10-4ffd-b426-190bc192dc14',
                      status: 'success',
                      output: { result: 200, message: 'success' },
                      errors: [
                        {
                          node_id: '48aff955-ea10-4ffd-b426-190bc192dc14',
                          error_message: 'Exception happened',
                          begin_time: '2021-01-01T00:00:00Z',
                          end_time: '2021-01-01T00:00:00Z',
                        },
                      ],
                      begin_time: '2021-01-01T00:00:00Z',
                      end_time: '2021-01-01T00:00:00Z',
                    },
                  },
                },
              },
            },
            'x-advisories': [
              {
                name: 'output',
                message: '`output` has a value although `status` is not `success`.',
                schema: {
                  if: { required: ['status'], properties: { status: { enum: ['fail', 'timeout'] } } },
                  then: { properties: { output: { maxProperties: 0 } } },
                },
              },
              {
                name: 'errors',
                message: '`errors` has a value although `status` is not `fail`.',
                schema: {
                  if: { required: ['status'], properties: { status: { enum: ['success', 'timeout'] } } },
                  then: { properties: { errors: { maxItems: 0 } } },
                },
              },
              {
                name: 'times',
                message: 'A time of the execution is not written as yyyy-MM-ddTHH:mm:ssZ.',
                schema: {
                  patternProperties: {
                    '^(begin|end)_time$': {
                      if: { format: 'date-time' },
                      then: { pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$' },
                    },
                  },
                },
              },
              {
                name: 'error_times',
                message: 'A time in `errors` is not written as yyyy-MM-ddTHH:mm:ssZ.',
                schema: {
                  properties: {
                    errors: {
                      items: {
                        patternProperties: {
                          '^(begin|end)_time$': {
                            if: { format: 'date-time' },
                            then: { pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$' },
                          },
                        },
                      },
                    },
                  },
                },
              },
              { name: 'order', message: '`end_time` is earlier than `begin_time`.', order: ['begin_time', 'end_time'] },
            ],
          },
          '400': {
            description: 'Bad Request',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Error' },
                example: { error_code: 'FSS.0400', error_msg: 'input is required' },
              },
            },
          },
          '404': {
            description: 'Bad Request (sic)',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Error' },
                example: { error_code: 'FSS.0404', error_msg: 'workflow not found' },
              },
            },
          },
          '500': {
            description: 'Internal Server Error',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Error' },
                example: { error_code: 'FSS.0500', error_msg: 'internal error' },
              },
            },
          },
        },
        'x-platform-answers': [
          { status: 401, code: 'APIG.0301', meaning: 'the IAM authentication information is wrong' },
          { status: 401, code: 'APIG.1002', meaning: 'the token is wrong' },
          { status: 403, code: 'APIG.0302', meaning: 'this user is not allowed to call the API' },
          { status: 403, code: 'APIG.1005', meaning: 'this request is not allowed with these credentials' },
          { status: 404, code: 'APIG.0101', meaning: 'the API is not published here, as on the international site' },
          { status: 413, code: '', meaning: 'the body is larger than 12 MB' },
          { status: 414, code: '', meaning: 'the URI is longer than 32 K' },
          { status: 429, code: 'APIG.0308', meaning: 'too many requests were sent' },
          { status: 494, code: '', meaning: 'a header is longer than 32 K' },
          { status: 502, code: 'APIG.0201', meaning: 'the backend could not be reached' },
          { status: 504, code: 'APIG.0201', meaning: 'the backend did not answer in time' },
        ],
      },
    },
  },
  components: {
    schemas: {
      SyncExecutionNodeErrorDetail: {
        type: 'object',
        properties: {
          node_id: { type: 'string', minLength: 1, maxLength: 64, description: 'ID of the node of the workflow.' },
          error_message: {
            type: 'string',
            minLength: 1,
            maxLength: 2048,
            description: 'What went wrong there, in detail.',
          },
          begin_time: {
            $ref: '#/components/schemas/Time',
            description: "When the execution was created, in the page's words.",
          },
          end_time: {
            $ref: '#/components/schemas/Time',
            description: "When the execution ended, in the page's words.",
          },
        },
      },
      Time: {
        type: 'string',
        minLength: 0,
        maxLength: 64,
        if: { minLength: 1 },
        then: { format: 'date-time' },
        description:
          'A date and time that exist, in UTC, written as yyyy-MM-ddTHH:mm:ssZ. The documented length begins at 0, so an empty string conforms.',
      },
      Error: {
        type: 'object',
        properties: {
          error_code: { type: 'string', minLength: 1, maxLength: 36, description: 'Code of the error.' },
          error_msg: { type: 'string', minLength: 2, maxLength: 512, description: 'Description of the error.' },
        },
      },
    },
    securitySchemes: {
      token: {
        type: 'apiKey',
        in: 'header',
        name: 'X-Auth-Token',
        description: "A token from the vendor's Identity and Access Management (IAM).",
      },
      signature: {
        type: 'apiKey',
        in: 'header',
        name: 'Authorization',
        description:
          "A signature by access key and secret key (AK/SK), `SDK-HMAC-SHA256 Access=…, SignedHeaders=…, Signature=…`, sent with the header `X-Sdk-Date`. The vendor's package @huaweicloud/huaweicloud-sdk-core computes it.",
      },
    },
  },
}
