import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { folderOf, run } from './program.ts'

const PYTHON = `
import json, os, sys, urllib.error, urllib.request
url = os.environ['FGS_CONTRACT_URL'] + '/v2/project/fgs/workflows/order-42/sync-executions'
request = urllib.request.Request(url, json.dumps({'input': {'order': 42}}).encode(), {'Content-Type': 'application/json'})
try:
    with urllib.request.urlopen(request) as response:
        print(json.load(response)['status'])
except urllib.error.HTTPError as error:
    sys.exit(json.load(error).get('error_msg', 'failed'))
`

const hasPython = spawnSync('python3', ['--version']).status === 0

it.skipIf(!hasPython)('verifies a program in Python (skipped where there is no python3)', async () => {
  const folder = folderOf({ 'client.py': PYTHON })
  const { code, stdout } = await run(['client', '--status', '200', '--', 'python3', `${folder}/client.py`])
  expect(code).toBe(1)
  expect(stdout).toContain('/status: absent')
})
