import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { createSecrets, SecretError } from './secrets.ts'

const key = randomBytes(32)

test('a secret comes back as it was given, is replaced and removed, and lies in no file as it is', async () => {
  const dataFolder = temporaryFolder()
  const secrets = createSecrets({ dataFolder, key })
  expect(await secrets.get('models/one')).toBeNull()
  await secrets.set('models/one', 'sk-первый-1')
  await secrets.set('models/two', 'sk-second-2')
  expect(await createSecrets({ dataFolder, key }).get('models/one')).toBe('sk-первый-1')
  const folder = join(dataFolder, 'secrets')
  for (const name of readdirSync(folder)) expect(readFileSync(join(folder, name), 'utf8')).not.toMatch(/sk-|models/)
  await secrets.set('models/one', 'changed')
  expect(await secrets.get('models/one')).toBe('changed')
  await secrets.remove('models/one')
  expect(await secrets.get('models/one')).toBeNull()
  expect(await secrets.get('models/two')).toBe('sk-second-2')
})

// Catches one server's key being sent to another, whose file was put in its place.
test('another key, a changed file and the file of another secret are refused', async () => {
  const dataFolder = temporaryFolder()
  const secrets = createSecrets({ dataFolder, key })
  await secrets.set('one', 'first')
  await expect(createSecrets({ dataFolder, key: randomBytes(32) }).get('one')).rejects.toThrow(SecretError)
  const folder = join(dataFolder, 'secrets')
  const [ofOne = ''] = readdirSync(folder)
  await secrets.set('two', 'second')
  const ofTwo = readdirSync(folder).find((name) => name !== ofOne) ?? ''
  renameSync(join(folder, ofTwo), join(folder, ofOne))
  await expect(secrets.get('one')).rejects.toThrow(SecretError)
  writeFileSync(join(folder, ofOne), '{"version":1}')
  await expect(secrets.get('one')).rejects.toThrow(SecretError)
})
