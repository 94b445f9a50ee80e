import { Component, type ReactNode } from 'react'
import { i18n } from '../lib/i18n.ts'

type ErrorBoundaryState = { error: Error | null }

/** The last resort when a view breaks: what is safe, and a way to go on. */
export class ErrorBoundary extends Component<{ children: ReactNode }, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { error: null }

  static getDerivedStateFromError(error: unknown): ErrorBoundaryState {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }

  override render() {
    const { error } = this.state
    if (error === null) return this.props.children
    return (
      <main className="flex h-full items-center justify-center p-6">
        <div className="max-w-md" role="alert">
          <h1 className="reading-title text-2xl">{i18n.t('broken.title')}</h1>
          <p className="mt-2 text-ink-soft">{i18n.t('broken.text')}</p>
          <p className="mt-3 break-all font-mono text-ink-faint text-xs">{error.message}</p>
          <button
            type="button"
            className="mt-5 h-9 rounded-md bg-accent px-4 font-medium text-accent-ink"
            onClick={() => window.location.reload()}
          >
            {i18n.t('broken.reload')}
          </button>
        </div>
      </main>
    )
  }
}
