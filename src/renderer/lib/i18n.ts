import i18next, { type i18n as I18n } from 'i18next'
import { initReactI18next } from 'react-i18next'
import en from '../../../resources/locales/en.json'

/** Text of the page in the chosen language. Plurals follow the language through Intl; nothing is concatenated. */
export const i18n: I18n = i18next.createInstance()

export async function startI18n(language = 'en'): Promise<void> {
  await i18n.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    resources: { en: { translation: en } },
    // React escapes what it renders.
    interpolation: { escapeValue: false },
    returnNull: false,
  })
  document.documentElement.lang = language
  document.documentElement.dir = i18n.dir(language)
}
