// The operations of tax.
import { operation } from '/assets/shared/js/api-client.js';

export const TAX = operation(`query Tax {
  vendor {
    taxSettings { countryCode pricesIncludeTax ossRegistered version }
    taxRates { id countryCode region class rateBp validFrom validTo }
  }
}`);

export const TAX_TABLE = operation(`query TaxTable($countryCode: String) {
  vendor { taxTable(countryCode: $countryCode) { class rateBp source country } }
}`);

export const TAX_SET = operation(`mutation TaxSettingsSet($input: TaxSettingsInput!, $ifVersion: Int) {
  taxSettingsSet(input: $input, ifVersion: $ifVersion) { settings { version } userErrors { code message path } }
}`);

export const RATE_CREATE = operation(`mutation TaxRateCreate($input: TaxRateInput!) {
  taxRateCreate(input: $input) { rate { id } userErrors { code message path } }
}`);

export const RATE_DELETE = operation(`mutation TaxRateDelete($id: ID!) {
  taxRateDelete(id: $id) { deletedId userErrors { code message path } }
}`);
