// Runs the built program again and again in one process: `MAIN` is its argument; each message in is a run, and is
// answered by its end. What a process of its own would cost, the start, is paid once.
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { pathToFileURL } from 'node:url'

const [, , main = ''] = process.argv
const { writeSync } = fs
const written = new Map()

/** The program writes whole texts to descriptors. */
fs.writeSync = (fd, bytes, offset = 0, ...rest) => {
  const chunks = written.get(fd)
  if (!chunks) return writeSync(fd, bytes, offset, ...rest)
  const chunk = Buffer.from(bytes).subarray(offset)
  chunks.push(chunk)
  return chunk.length
}
syncBuiltinESMExports()

function setEnvironment(env) {
  for (const name of Object.keys(process.env)) delete process.env[name]
  Object.assign(process.env, env)
}

let runs = 0
let last = Promise.resolve()
process.on('message', ({ id, args, cwd, env }) => {
  last = last.then(async () => {
    written.set(1, []).set(2, [])
    setEnvironment(env)
    process.chdir(cwd)
    process.argv = [process.execPath, main, ...args]
    process.exitCode = undefined
    // Its modules are kept; what it does on starting is done anew.
    await import(`${pathToFileURL(main).href}?run=${++runs}`)
    const code = process.exitCode ?? 0
    process.exitCode = undefined
    const textOf = (fd) => Buffer.concat(written.get(fd)).toString()
    process.send({ id, finished: { code, stdout: textOf(1), stderr: textOf(2) } })
    // The folder may be removed now.
    process.chdir('/')
  })
})
process.on('disconnect', () => process.exit())
