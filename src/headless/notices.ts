type Notice = { message: string; nextStep?: string }

/** What the notices of the engine's health mean, for people. */
export const notices: Readonly<Record<string, Notice>> = {
  KEY_IN_FILE: {
    message: 'the key lies in the data folder (key.json)',
    nextStep:
      'Whoever can read that folder can read your documents. --passphrase-file protects it; see docs/guides/where-the-key-is.md.',
  },
  STORE_SLOW: { message: 'answers slowly', nextStep: 'Is the data folder on a slow or network disk?' },
  STORE_FAILED: {
    message: 'does not answer',
    nextStep: 'Look at the log and at the disk, then restart Diwan.',
  },
  READERS_FAILING: { message: 'several files in a row stopped their reader', nextStep: 'Look at the failed files.' },
  PROXY_SCRIPT_FAILED: {
    message: 'the script that says which proxy to take fails, and nothing goes out without it',
    nextStep: 'Look at network.pacAddress, or choose another network.proxy.',
  },
  CERTIFICATES_MISSING: {
    message: 'a file of network.certificateFiles is gone, and what it vouched for is not trusted',
    nextStep: 'Bring it back, or take it from the setting. See "diwan network state".',
  },
  NETWORK_UNKNOWN: { message: 'its state is not known', nextStep: 'Look at the log.' },
  NO_LANGUAGE_MODEL: { message: 'none is installed: answers are quoted from your documents' },
}
