import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Deadlines } from '../../../src/deployment/run/deadlines.ts'

describe('Deadlines', () => {
  const expired: string[] = []
  beforeEach(() => {
    expired.length = 0
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'performance'] })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  const named = (name: string) => ({ expire: () => expired.push(name) })

  it('expires each when its own time is over, with one timer', () => {
    const deadlines = new Deadlines(100)
    deadlines.add(named('a'))
    vi.advanceTimersByTime(60)
    deadlines.add(named('b'))
    deadlines.add(named('c'))
    expect(vi.getTimerCount()).toBe(1)
    vi.advanceTimersByTime(39)
    expect(expired).toEqual([])
    vi.advanceTimersByTime(2)
    expect(expired).toEqual(['a'])
    vi.advanceTimersByTime(57)
    expect(expired).toEqual(['a'])
    vi.advanceTimersByTime(3)
    expect(expired).toEqual(['a', 'b', 'c'])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('leaves what has ended, and begins anew', () => {
    const deadlines = new Deadlines(100)
    const a = named('a')
    deadlines.add(a)
    deadlines.delete(a)
    vi.advanceTimersByTime(200)
    deadlines.add(named('b'))
    vi.advanceTimersByTime(99)
    expect(expired).toEqual([])
    vi.advanceTimersByTime(2)
    expect(expired).toEqual(['b'])
  })

  it('takes one that is added while others expire', () => {
    const deadlines = new Deadlines(100)
    deadlines.add({ expire: () => deadlines.add(named('b')) })
    vi.advanceTimersByTime(101)
    vi.advanceTimersByTime(98)
    expect(expired).toEqual([])
    vi.advanceTimersByTime(3)
    expect(expired).toEqual(['b'])
  })

  it('does not count in what this process computes meanwhile', () => {
    const deadlines = new Deadlines(160)
    deadlines.add(named('a'))
    vi.advanceTimersByTime(39)
    deadlines.add(named('b'))
    // All timers are late by it.
    const { now } = performance
    const computed = vi.spyOn(performance, 'now').mockImplementation(() => now.call(performance) + 10_000)
    vi.advanceTimersByTime(122)
    expect(expired).toEqual(['a'])
    vi.advanceTimersByTime(30)
    expect(expired).toEqual(['a', 'b'])
    computed.mockRestore()
  })

  it('forgets all, and takes a time-out longer than a timer can', () => {
    const deadlines = new Deadlines(2 ** 40)
    deadlines.add(named('a'))
    vi.advanceTimersByTime(2 ** 31)
    expect(expired).toEqual([])
    deadlines.clear()
    expect(vi.getTimerCount()).toBe(0)
  })
})
