import { expect, test } from 'vitest'
import { cleanEnvironment } from './clean-environment.ts'

test('SEC-1.secrets: keys, loader variables and switches of the parent do not reach the engine', () => {
  expect(
    cleanEnvironment({
      Path: '/bin',
      HOME: '/home/person',
      LC_ALL: 'C.UTF-8',
      TMPDIR: undefined,
      OPENAI_API_KEY: 'secret',
      NODE_OPTIONS: '--require evil.js',
      LD_PRELOAD: 'evil.so',
      DYLD_INSERT_LIBRARIES: 'evil.dylib',
      ELECTRON_RUN_AS_NODE: '1',
    }),
  ).toEqual({ Path: '/bin', HOME: '/home/person', LC_ALL: 'C.UTF-8' })
})
