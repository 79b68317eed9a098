import { once } from 'node:events'
import { expect, test, vi } from 'vitest'
import { orStopped, StoppedError, untilInterrupted } from '../../../src/cli/commands/until-interrupted.ts'

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
const listening = (): number => process.listenerCount('SIGINT') + process.listenerCount('SIGTERM')

test('the first signal asks for an end in order; then nothing keeps the next from ending the process at once', async () => {
  const before = listening()
  const ended = untilInterrupted(async (signal) => {
    await once(signal, 'abort')
    await turn()
    await turn()
    return listening()
  })
  expect(listening()).toBe(before + 2)
  process.emit('SIGTERM')
  expect(await ended).toBe(before)
})

test('a second signal that came while nothing could listen ends the process at once', async () => {
  const exit = vi.spyOn(process, 'exit').mockImplementation(() => expect.fail('ended'))
  try {
    await untilInterrupted(async (signal) => {
      process.emit('SIGINT')
      expect(signal.aborted).toBe(true)
      expect(exit).not.toHaveBeenCalled()
      expect(() => process.emit('SIGTERM')).toThrow('ended')
      expect(exit).toHaveBeenCalledWith(3)
    })
  } finally {
    exit.mockRestore()
  }
})

test('what is waited for is given up at a signal', async () => {
  const stop = new AbortController()
  expect(await orStopped(stop.signal, Promise.resolve('in time'))).toBe('in time')
  const waiting = orStopped(stop.signal, new Promise(() => undefined))
  stop.abort()
  await expect(waiting).rejects.toThrow(StoppedError)
  await expect(orStopped(stop.signal, new Promise(() => undefined))).rejects.toThrow(
    'the run was stopped before it began',
  )
})
