/** The files that `init` writes, by path from the working directory. */
export const INIT_FILES: ReadonlyMap<string, string> = new Map([
  [
    'fgs-contract.config.ts',
    `import { defineConfig } from 'fgs-contract/config'

// Options of verify and plan. The command line wins.
// They have the names that fgs-contract verify --help lists, in camel case. Paths are relative to this file.
export default defineConfig({
  // The OpenAPI document, a file or a URL. Default: StartSyncWorkflowExecution of Huawei Cloud FunctionGraph.
  // spec: 'openapi.yaml',

  // Refuse the document for any fault; without it, a fault closes the operations that it touches.
  strict: true,

  // Base URL of the deployment; the workflow gives its own. Default: the embedded mock.
  // target: 'https://functiongraph.cn-north-4.myhuaweicloud.com',

  // Values that the deployment knows: one, or a list of which each is tried. Without them, the deployment may answer 404.
  // param: { project_id: '0a1b2c3d4e5f60718293a4b5c6d7e8f9', workflow_id: ['48aff955-ea10-4ffd-b426-190bc192dc14'] },

  // Bodies that the deployment accepts: paths of files, or values.
  // body: ['input.json', { input: { name: 'value' } }],

  // Credentials are read from FGS_CONTRACT_TOKEN, or from FGS_CONTRACT_AK and FGS_CONTRACT_SK. Or you say where they are:
  // token: { env: 'DEPLOYMENT_TOKEN' },
  // tokenCommand: 'print-a-token',

  // Headers of every request. Their values are never shown.
  // header: { 'X-Project-Id': { env: 'PROJECT_ID' } },

  // How many requests may be executed, and how many random ones to send. Away from loopback, none are random by default.
  // maxExecutions: 20,
  // runs: 50,

  // Time limits: for one exchange, for a deployment that is not up yet, and for the whole run.
  timeout: '30s',
  // wait: '60s',
  maxTime: '10m',

  // Other values for one operation, by its id.
  // operations: { startSyncWorkflowExecution: { param: { workflow_id: 'another' }, runs: 10 } },
})
`,
  ],
  [
    '.github/workflows/fgs-contract.yml',
    `# Verifies that the deployment keeps its contract. In the settings of the repository, under "Secrets and variables":
# the variable DEPLOYMENT_URL, and the secret FGS_CONTRACT_TOKEN, or FGS_CONTRACT_AK and FGS_CONTRACT_SK.
name: Contract

on:
  push:
    branches: [main]
  schedule:
    - cron: '17 3 * * *'
  workflow_dispatch:

permissions:
  contents: read

jobs:
  verify:
    runs-on: ubuntu-latest
    timeout-minutes: 15
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 22
          cache: npm
      - run: npm ci
      - name: Verify the deployment
        env:
          DEPLOYMENT_URL: \${{ vars.DEPLOYMENT_URL }}
          FGS_CONTRACT_TOKEN: \${{ secrets.FGS_CONTRACT_TOKEN }}
          FGS_CONTRACT_AK: \${{ secrets.FGS_CONTRACT_AK }}
          FGS_CONTRACT_SK: \${{ secrets.FGS_CONTRACT_SK }}
        run: >-
          npx fgs-contract verify
          --target "$DEPLOYMENT_URL"
          --wait 60s
          --reporter console
          --reporter "markdown=$GITHUB_STEP_SUMMARY"
          --reporter junit=contract.junit.xml
          --reporter sarif=contract.sarif
          --reporter html=contract.html
      - name: Keep the reports
        if: always()
        uses: actions/upload-artifact@v4
        with:
          name: contract
          path: contract.*
`,
  ],
])
