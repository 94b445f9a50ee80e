import { QueryClientProvider } from '@tanstack/react-query'
import { Direction } from 'radix-ui'
import { useTranslation } from 'react-i18next'
import { Redirect, Route, Router, Switch } from 'wouter'
import { useHashLocation } from 'wouter/use-hash-location'
import { useStore } from 'zustand'
import { Toasts } from '../components/toasts.tsx'
import { TooltipProvider } from '../components/ui/tooltip.tsx'
import { connection } from '../engine/client.ts'
import { queryClient } from '../engine/query-client.ts'
import { useFindJobs } from '../engine/watch-jobs.ts'
import { ChatView } from '../views/chat/chat-view.tsx'
import { CheckDialog } from '../views/check/check-dialog.tsx'
import { ErasureDialogs } from '../views/erasures/erasure-dialogs.tsx'
import { EvaluationView } from '../views/evaluation/evaluation-view.tsx'
import { GraphView } from '../views/graph/graph-view.tsx'
import { LibrariesView } from '../views/libraries/libraries-view.tsx'
import { ModelsView } from '../views/models/models-view.tsx'
import { SettingsView } from '../views/settings/settings-view.tsx'
import { UsageView } from '../views/usage/usage-view.tsx'
import { SourcesPanel } from '../views/viewer/sources-panel.tsx'
import { AddDialog } from './add-dialog.tsx'
import { useAddRequest } from './add-request.ts'
import { ConnectionBanner } from './connection-banner.tsx'
import { DropZone } from './drop-zone.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import { FreshLink } from './fresh-link.tsx'
import { Palette } from './palette.tsx'
import { Rail } from './rail.tsx'
import { routes } from './routes.ts'
import { ShortcutSheet } from './shortcut-sheet.tsx'
import { useShortcuts } from './shortcuts.ts'
import { useTheme } from './theme.ts'
import { useViewState } from './view-state.ts'

export function App() {
  return (
    <ErrorBoundary>
      <QueryClientProvider client={queryClient}>
        <Direction.Provider dir={document.documentElement.dir === 'rtl' ? 'rtl' : 'ltr'}>
          <TooltipProvider delayDuration={400} skipDelayDuration={200}>
            <Router hook={useHashLocation}>
              <Door />
            </Router>
          </TooltipProvider>
        </Direction.Provider>
      </QueryClientProvider>
    </ErrorBoundary>
  )
}

/** A page that was let in keeps what it shows when the host forgets it; one that never was has nothing to show. */
function Door() {
  const isLocked = useStore(connection.state, ({ state, wasOpen }) => state === 'signed-out' && !wasOpen)
  if (isLocked) return <FreshLink />
  return (
    <DropZone>
      <Shell />
    </DropZone>
  )
}

function Shell() {
  const { t } = useTranslation()
  const overlay = useViewState((state) => state.overlay)
  const setOverlay = useViewState((state) => state.setOverlay)
  const waiting = useAddRequest((state) => state.waiting)
  useShortcuts()
  useTheme()
  return (
    <div className="flex h-full flex-col">
      <button
        type="button"
        onClick={() => document.getElementById('work')?.focus()}
        className="sr-only z-50 rounded-md bg-raised px-3 py-2 focus:not-sr-only focus:absolute focus:start-2 focus:top-2"
      >
        {t('rail.skip')}
      </button>
      <ConnectionBanner />
      <div className="flex min-h-0 flex-1 max-sm:flex-col">
        <Rail />
        <Switch>
          <Route path="/chat/:conversationId?">
            {({ conversationId }) => <ChatView conversationId={conversationId ?? null} />}
          </Route>
          <Route path="/libraries/:libraryId/evaluation/:setId?">
            {({ libraryId, setId }) => <EvaluationView libraryId={libraryId} setId={setId ?? null} />}
          </Route>
          <Route path="/libraries/:libraryId/graph/:entityId?">
            {({ libraryId, entityId }) => <GraphView key={libraryId} libraryId={libraryId} centre={entityId ?? null} />}
          </Route>
          <Route path="/libraries/:libraryId?">
            {({ libraryId }) => <LibrariesView libraryId={libraryId ?? null} />}
          </Route>
          <Route path="/models">
            <ModelsView />
          </Route>
          <Route path="/usage">
            <UsageView />
          </Route>
          <Route path="/settings">
            <SettingsView />
          </Route>
          <Route>
            <Redirect to={routes.chat} replace />
          </Route>
        </Switch>
        <SourcesPanel />
      </div>
      <Toasts />
      {overlay === 'palette' ? <Palette /> : null}
      {overlay === 'check' ? <CheckDialog onClose={() => setOverlay(null)} /> : null}
      {overlay === 'shortcuts' ? <ShortcutSheet /> : null}
      <ErasureDialogs />
      <JobFinder />
      {waiting === null ? null : <AddDialog dropped={waiting} />}
    </div>
  )
}

/** A component of its own, so that news of jobs draws nothing else anew. */
function JobFinder() {
  useFindJobs()
  return null
}
