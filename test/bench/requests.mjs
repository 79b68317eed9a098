// Microseconds of CPU for one more random request: in `verify`, in its sending alone (`verify` less `plan`), and in a bare
// loop over the same bytes. Cold is from the first request on; warm is past the ten thousandth.
import { fork, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { COLUMNS, here, measure, partOf, rowsOf } from './measure.mjs'

const BARE_LOOP = here('bare-loop.mjs')

/** Random conforming requests, and as many that break one thing. A few of those cannot be made, or would be twins. */
const RUNS = { none: 0, cold: 2650, warm: 5300, most: 10_600 }
const LIMITS = { whole: 2, sending: 1.5 }

function planOf(cli, runs) {
  const { stdout } = spawnSync(process.execPath, [cli, 'plan', '--json', '--runs', String(runs)], {
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  })
  return { text: stdout, requests: JSON.parse(stdout).requests }
}

/** Microseconds of CPU for the requests between two counts. */
function bareCpu(origin, file, from, to) {
  const args = [BARE_LOOP, origin, file, String(from), String(to)]
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`the bare loop ended with ${status}:\n${stderr}`)
  return Number(stdout)
}

/** For each side the CPU of `verify` and of `plan` with so many runs. */
function roundOf(sides, plans, file, origin, [from, to]) {
  const more = plans[to].requests - plans[from].requests
  const each = (cost) => ((cost(to) - cost(from)) / more) * 1000
  const bare = bareCpu(origin, file, plans[from].requests, plans[to].requests) / more
  const round = { whole: { bare }, sending: { bare }, planning: { bare } }
  for (const [side, cli] of Object.entries(sides)) {
    const whole = each(
      (name) => measure(cli, 'verify', '--quiet', '--target', origin, '--runs', String(RUNS[name])).cpu,
    )
    const planning = each((name) => measure(cli, 'plan', '--runs', String(RUNS[name])).cpu)
    round.whole[side] = whole
    round.planning[side] = planning
    round.sending[side] = whole - planning
  }
  return round
}

/** `sides` are the programs: `now` and, if an earlier build is measured beside it, `before`. */
export async function measureRequests({ sides, directory, rounds }) {
  const plans = Object.fromEntries(Object.entries(RUNS).map(([name, runs]) => [name, planOf(sides.now, runs)]))
  const file = join(directory, 'plan.json')
  writeFileSync(file, plans.most.text)
  const server = fork(here('server.mjs'))
  try {
    const [port] = await once(server, 'message')
    const origin = `http://127.0.0.1:${port}`
    const rows = [COLUMNS]
    for (const [when, span] of [
      ['cold', ['none', 'cold']],
      ['warm', ['warm', 'most']],
    ]) {
      const taken = Array.from({ length: rounds }, () => roundOf(sides, plans, file, origin, span))
      const what = `${when}, ${plans[span[0]].requests} to ${plans[span[1]].requests}`
      const rowsFor = (part, limit) =>
        rowsOf(
          `${part} of a request, ${what}`,
          taken.map((round) => round[part]),
          'µs',
          limit,
        )
      const limits = when === 'warm' ? LIMITS : {}
      rows.push(...rowsFor('whole', limits.whole), ...rowsFor('sending', limits.sending), ...rowsFor('planning'))
    }
    return partOf(rows)
  } finally {
    server.disconnect()
  }
}
