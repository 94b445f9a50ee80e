import './styles/page.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/app.tsx'
import { paintRememberedTheme } from './app/theme.ts'
import { startI18n } from './lib/i18n.ts'

paintRememberedTheme()
await startI18n()

const root = document.getElementById('root')
if (root === null) throw new Error('The page has no root element.')
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
