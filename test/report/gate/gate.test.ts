import { describe, expect, it } from 'vitest'
import { bundled } from '../../../src/contract/documents/index.ts'
import { namesOf } from '../../../src/planning/cases/index.ts'
import { Gate, type GateOptions, updateBaseline } from '../../../src/report/gate/index.ts'
import type { BaselineEntry, Finding, Report } from '../../../src/report/results/index.ts'
import { type FindingSample, finding, ledgerRow, report } from '../../support/reports.ts'
import { bundledPlan } from '../../support/verify.ts'

const OPERATION = 'startSyncWorkflowExecution'
const NAME = 'request.path.project_id maxLength'
const TODAY = '2026-06-15'
const CONSTRAINTS = [...bundledPlan().judges.values()].flatMap(({ constraints }) => constraints)

const findingOf = (sample: Partial<FindingSample> = {}, more: Partial<Finding> = {}): Finding => ({
  ...finding({ constraint: NAME, message: 'm', expected: 'e', received: 'r', ...sample }),
  ...more,
})
const entry = (more: Partial<BaselineEntry> = {}): BaselineEntry =>
  ({
    constraint: `${OPERATION} ${NAME}`,
    check: 'negative_data_rejection',
    class: 'accepted',
    reason: 'why',
    expires: '2026-12-31',
    ...more,
  }) as BaselineEntry

const gateOf = (findings: readonly BaselineEntry[], more: Partial<GateOptions> = {}): Gate =>
  new Gate(CONSTRAINTS, { contract: bundled(), baseline: { file: 'known.json', findings }, today: TODAY, ...more })

/** Entries about the one schema of an error's code, by the responses that share it. */
const codeOf = (status: number) => ({
  constraint: `${OPERATION} response.${status} /error_code maxLength`,
  check: 'response_schema_conformance' as const,
  class: 'more',
})
const [CODE_400, CODE_404, CODE_500] = [codeOf(400), codeOf(404), codeOf(500)]
const shared = findingOf(
  { constraint: 'response.400 /error_code maxLength', check: CODE_400.check, class: CODE_400.class },
  { places: [CODE_400, CODE_404].map(({ constraint }) => ({ operation: OPERATION, constraint })) },
)

/** Entries about how two parameters are read: one finding, and two places to mend. */
const encodingOf = (name: string) => ({
  constraint: `${OPERATION} request.path.${name} encoding`,
  check: 'negative_data_rejection' as const,
  class: 'accepted',
})
const [OF_PROJECT, OF_WORKFLOW] = [encodingOf('project_id'), encodingOf('workflow_id')]
const alike = findingOf(
  { constraint: 'request.path.project_id encoding' },
  { places: [OF_PROJECT, OF_WORKFLOW].map(({ constraint }) => ({ operation: OPERATION, constraint })) },
)

/** A report of the findings, with those known that a gate knows. */
function reported(gate: Gate, findings: readonly Finding[], rows: Report['constraints'] = []): Report {
  const all = findings.map((finding) => {
    const known = gate.known(finding)
    return known ? { ...finding, known } : finding
  })
  const isOpen = all.some(({ severity, known }) => severity === 'error' && !known)
  return report(isOpen ? 'fail' : 'pass', { findings: all, constraints: rows })
}

describe('a requirement', () => {
  it('that names nothing is refused, with an example that is taken', () => {
    const requiring = (text: string) => () => gateOf([], { requireHeld: [text] })
    const [first] = CONSTRAINTS
    const example = CONSTRAINTS.find(({ implied }) => implied === undefined)
    expect(first).not.toBe(example)
    expect(requiring('other')).toThrow(`ids are such as "${example?.id}".`)
    expect(requiring(example?.id ?? '')).not.toThrow()
  })
})

describe('a finding is known', () => {
  it.each<[name: string, entries: readonly BaselineEntry[], one: Finding, expires: string | undefined]>([
    ['by its entry', [entry()], findingOf(), '2026-12-31'],
    ['on the last day', [entry({ expires: TODAY })], findingOf(), TODAY],
    ['not on the next', [entry({ expires: '2026-06-14' })], findingOf(), undefined],
    ['not by another class', [entry({ class: 'null' })], findingOf(), undefined],
    ['not by another check', [entry({ check: 'ignored_auth' })], findingOf(), undefined],
    ['not by another constraint', [entry()], findingOf({ constraint: 'request.body type' }), undefined],
    ['by an entry of any place where it was seen', [entry(CODE_404)], shared, '2026-12-31'],
    ['by an entry of the same place, even if it was not seen there', [entry(CODE_500)], shared, '2026-12-31'],
    [
      'until the first of its entries expires',
      [entry(CODE_400), entry({ ...CODE_404, expires: '2026-07-01' })],
      shared,
      '2026-07-01',
    ],
    [
      'not if one of its entries has expired',
      [entry(CODE_400), entry({ ...CODE_404, expires: '2026-06-01' })],
      shared,
      undefined,
    ],
    [
      'not by another keyword of that place',
      [entry({ ...CODE_400, constraint: `${CODE_400.constraint} 2` })],
      shared,
      undefined,
    ],
    ['by an entry for each place that is only alike', [entry(OF_PROJECT), entry(OF_WORKFLOW)], alike, '2026-12-31'],
    ['not by an entry for one of them', [entry(OF_PROJECT)], alike, undefined],
    ['not where it fails nothing anyway', [entry()], findingOf({ severity: 'advisory' }), undefined],
    ['nor by nothing', [], findingOf(), undefined],
  ])('%s', (_, entries, finding, expires) => {
    expect(gateOf(entries).known(finding)?.expires).toBe(expires)
  })

  it('at some of its places, which is said', () => {
    const gate = gateOf([entry(OF_PROJECT)])
    const { notes, summary } = gate.judge(reported(gate, [alike]))
    expect(summary.verdict).toBe('fail')
    expect(notes.map(({ message }) => message)).toContain(
      `In the baseline for other places, and met here too: ${OF_WORKFLOW.constraint}, negative_data_rejection, class accepted`,
    )
  })

  it('by operation and case', () => {
    const { constraint: _, ...rest } = entry()
    const gate = gateOf([{ ...rest, operation: OPERATION, case: 'one large body' } as BaselineEntry])
    const sample = { case: 'one large body', message: 'm', expected: 'e', received: 'r' }
    expect(gate.known(finding(sample))).toEqual({ reason: 'why', expires: '2026-12-31' })
    expect(gate.known(finding({ ...sample, operation: 'other' }))).toBeUndefined()
  })
})

describe('an entry', () => {
  const held = [ledgerRow({ name: NAME })]
  const untested = [ledgerRow({ name: NAME, state: 'untested' })]
  const others = [ledgerRow({ name: 'request.body type' })]

  it.each<
    [state: string, findings: readonly Finding[], rows: Report['constraints'], entries: readonly BaselineEntry[]]
  >([
    ['known', [findingOf()], [ledgerRow({ name: NAME, state: 'broken' })], [entry()]],
    ['expired', [findingOf()], [ledgerRow({ name: NAME, state: 'broken' })], [entry({ expires: '2026-01-01' })]],
    ['stale', [], held, [entry()]],
    ['stale', [], held, [entry({ expires: '2026-01-01' })]],
    ['stale', [], others, [entry()]],
    ['unseen', [], untested, [entry()]],
    ['unseen', [], [ledgerRow({ name: NAME, operation: 'other' })], [entry()]],
    ['unseen', [findingOf({ class: 'null' })], [ledgerRow({ name: NAME, state: 'broken' })], [entry()]],
  ])('is %s', (state, findings, rows, entries) => {
    const gate = gateOf(entries)
    const judged = gate.judge(reported(gate, findings, rows))
    expect(judged.baseline?.findings.map((row) => row.state)).toEqual([state])
    const strict = gateOf(entries, { strictBaseline: true })
    const { verdict, reason } = strict.judge(reported(strict, findings, rows)).summary
    if (state === 'stale') {
      expect(judged.summary.verdict).toBe('pass')
      expect({ verdict, reason }).toEqual({
        verdict: 'fail',
        reason: expect.stringMatching(/^--strict-baseline: 1 stale in known\.json: /),
      })
    } else expect({ verdict, reason }).toEqual({ verdict: judged.summary.verdict, reason: undefined })
  })

  it.each([
    ['held', held, /^Stale in the baseline, remove it: /],
    [
      'not in the contract',
      others,
      /^In the baseline, but the contract has no such constraint; correct or remove it: startSync/,
    ],
  ])('of a constraint that is %s is told apart', (_, rows, note) => {
    const gate = gateOf([entry()])
    const { notes } = gate.judge(reported(gate, [], rows))
    expect(notes.map(({ message }) => message)).toEqual([
      'The baseline known.json was used: 1 stale.',
      expect.stringMatching(note),
    ])
  })

  it('of a case is stale when the case was sent', () => {
    const packedCase = bundledPlan().cases.find(({ packed }) => (packed?.features.length ?? 0) > 1)
    const feature = packedCase?.packed?.features[1]?.name ?? ''
    const { constraint: _, ...rest } = entry()
    const gate = gateOf([{ ...rest, operation: OPERATION, case: feature } as BaselineEntry])
    const states = () => gate.judge(reported(gate, [])).baseline?.findings.map(({ state }) => state)
    expect(states()).toEqual(['unseen'])
    if (packedCase) gate.taken(packedCase.operation, namesOf(packedCase))
    expect(states()).toEqual(['stale'])
  })
})

describe('what must be held', () => {
  const rows = [
    ledgerRow({ name: 'request.a' }),
    ledgerRow({ name: 'request.b', state: 'untested' }),
    ledgerRow({ name: 'request.c', state: 'implied' }),
    { ...ledgerRow({ name: 'response.500', state: 'untested' }), unasked: true as const },
    ledgerRow({ name: NAME, state: 'broken' }),
  ]
  it.each<[share: string, entries: readonly BaselineEntry[], extra: readonly Finding[], reason: string | undefined]>([
    ['33%', [], [], undefined],
    ['33.4%', [], [], '1 of 3 constraints are held (33.3%)'],
    ['50%', [entry()], [], undefined],
    ['51%', [entry()], [], '1 of 2 constraints are held (50%)'],
    ['50%', [entry()], [findingOf({ severity: 'advisory', check: 'advisory' })], '1 of 3 constraints are held (33.3%)'],
    ['0%', [], [], undefined],
  ])('%s of what can be shown and is not known to be broken', (share, entries, extra, reason) => {
    const gate = gateOf(entries, { requireHeld: [share] })
    const { summary } = gate.judge(reported(gate, [findingOf(), ...extra], rows))
    expect(summary.reason?.replace(/^--require-held \S+ |;.*$/g, '')).toBe(reason)
  })

  it('does not matter where nothing was proven', () => {
    const gate = gateOf([], { requireHeld: ['100%'] })
    const unproven = report('inconclusive', { constraints: rows }, { reason: 'unreachable' })
    expect(gate.judge(unproven).summary).toEqual(unproven.summary)
  })
})

describe('an update', () => {
  it('keeps what is there and unseen, drops what is stale, and adds a draft for each cause', () => {
    const expired = entry({ expires: '2026-01-01' })
    const stale = entry({ constraint: `${OPERATION} request.body type` } as Partial<BaselineEntry>)
    const unseen = entry({ constraint: 'other request.body type' } as Partial<BaselineEntry>)
    const gate = gateOf([expired, stale, unseen])
    const rows = [ledgerRow({ name: NAME, state: 'broken' }), ledgerRow({ name: 'request.body type' })]
    const second = (name: string) =>
      findingOf({ constraint: 'response.200 /status enum', check: 'response_schema_conformance', class: name })
    const advisory = findingOf({ severity: 'advisory', check: 'advisory' })
    const judged = gate.judge(reported(gate, [findingOf(), second('null'), second('other'), shared, advisory], rows))
    const draft = {
      constraint: `${OPERATION} response.200 /status enum`,
      check: 'response_schema_conformance',
      reason: '',
      expires: '',
    }
    expect(updateBaseline(judged)).toEqual({
      findings: [
        unseen,
        expired,
        { ...draft, class: 'null' },
        { ...draft, class: 'other' },
        // One for all of its places.
        { ...draft, ...CODE_400 },
      ].sort((a, b) => ([a.check, a.constraint, a.class].join() < [b.check, b.constraint, b.class].join() ? -1 : 1)),
      unreached: [],
      drafts: 3,
      expired: 1,
      removed: 1,
    })
  })

  it('gives one reason and day to all that lack them, and no other reason to what has one', () => {
    const draft = entry({ constraint: 'other request.body type', reason: '', expires: '' } as Partial<BaselineEntry>)
    const expired = entry({ expires: '2026-01-01' })
    const gate = new Gate(CONSTRAINTS, {
      contract: bundled(),
      baseline: {
        file: 'known.json',
        findings: [draft, expired],
        unreached: [{ operation: 'b', reason: 'r', expires: '2026-01-01' }],
      },
      today: TODAY,
    })
    const found = reported(gate, [findingOf()], [ledgerRow({ name: NAME, state: 'broken' })])
    const unreached = ['b', 'a', 'c'].map((operation) => ({ operation, reason: 'was answered 404' }))
    const judged = gate.judge({ ...found, unreached: [...unreached, { operation: 'd', reason: '', allowed: true }] })
    const acceptance = { reason: 'Next quarter.', expires: '2027-03-31' }
    const update = updateBaseline(judged, acceptance)
    expect(update.findings).toEqual(
      [
        { ...expired, expires: '2027-03-31' },
        { ...draft, ...acceptance },
      ].sort((a, b) => ((a.constraint ?? '') < (b.constraint ?? '') ? -1 : 1)),
    )
    expect(update.unreached).toEqual([
      { operation: 'a', ...acceptance },
      { operation: 'b', reason: 'r', expires: '2027-03-31' },
      { operation: 'c', ...acceptance },
    ])
    expect(update).toMatchObject({ drafts: 0, expired: 0, removed: 0 })
    expect(updateBaseline(judged)).toMatchObject({ drafts: 3, expired: 2, removed: 0 })
  })
})

describe('an operation that is not reached', () => {
  const unreachedEntry = { operation: OPERATION, reason: 'No test account may do that.', expires: '2026-12-31' }
  const gateWith = (more: object = {}, options: Partial<GateOptions> = {}): Gate =>
    new Gate(CONSTRAINTS, {
      contract: bundled(),
      baseline: { file: 'known.json', findings: [], unreached: [{ ...unreachedEntry, ...more }] },
      today: TODAY,
      ...options,
    })
  const rows = [ledgerRow({ name: NAME, state: 'untested' })]
  const missing = [{ operation: OPERATION, reason: 'was answered 404' }]

  it('is known by its entry, until its last day', () => {
    expect(gateWith().knownUnreached(OPERATION)).toEqual({ reason: unreachedEntry.reason, expires: '2026-12-31' })
    expect(gateWith().knownUnreached('other')).toBeUndefined()
    expect(gateWith({ expires: '2026-06-14' }).knownUnreached(OPERATION)).toBeUndefined()
    expect(gateWith({ expires: TODAY }).knownUnreached(OPERATION)).toBeDefined()
  })

  it.each<[state: string, more: object, unreached: Report['unreached'], note: RegExp]>([
    ['known', {}, missing, /used: 1 known\.$/],
    ['expired', { expires: '2026-01-01' }, missing, /Expired on 2026-01-01: \w+, not reached \(No test/],
    ['stale', {}, [], /Stale in the baseline, remove it: \w+, not reached$/],
    ['unseen', {}, undefined, /used: 1 unseen\.$/],
    ['unseen', { operation: 'startSync' }, missing, /no such operation; correct or remove it: startSync, not reached$/],
  ])('has an entry that is %s', (state, more, unreached, note) => {
    const gate = gateWith(more, { strictBaseline: true })
    const judged = gate.judge({ ...report('pass', { constraints: rows }), ...(unreached && { unreached }) })
    expect(judged.baseline?.unreached?.map((row) => row.state)).toEqual([state])
    expect(judged.notes.map(({ message }) => message).join('\n')).toMatch(note)
    expect(judged.summary.verdict).toBe(state === 'stale' ? 'fail' : 'pass')
  })
})

describe('an entry of no operation of the contract', () => {
  const rows = [ledgerRow({ name: NAME })]
  it.each<[BaselineEntry, string]>([
    [entry({ constraint: `startSink ${NAME}` } as Partial<BaselineEntry>), `startSink ${NAME}`],
    [
      {
        operation: 'startSink',
        case: 'first request',
        check: 'ignored_auth',
        class: 'none',
        reason: 'r',
        expires: '2026-12-31',
      },
      'startSink first request',
    ],
  ])('is noted, and kept', (mistyped, name) => {
    const gate = gateOf([mistyped])
    const judged = gate.judge(reported(gate, [], rows))
    expect(judged.baseline?.findings.map(({ state }) => state)).toEqual(['unseen'])
    expect(judged.notes.map(({ message }) => message)).toContainEqual(
      expect.stringContaining(`the contract has no such operation; correct or remove it: ${name}, `),
    )
    expect(updateBaseline(judged).findings).toHaveLength(1)
  })

  it('is none if the operation is only left out of the run', () => {
    const contract = { ...bundled(), operations: bundled().operations.flatMap((own) => [own, { ...own, id: 'other' }]) }
    const gate = gateOf([entry({ constraint: 'other request.body type' } as Partial<BaselineEntry>)], {
      contract,
    })
    expect(gate.judge(reported(gate, [], rows)).notes.map(({ message }) => message)).toEqual([
      'The baseline known.json was used: 1 unseen.',
    ])
  })
})
