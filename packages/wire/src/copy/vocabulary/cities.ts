import { alternation } from './alternation.ts';

/** Cities that stand in a dateline alone, without date or agency: `LONDON — The`. */
const CITIES = (
  'Abu Dhabi|Abuja|Accra|Addis Ababa|Algiers|Amman|Amsterdam|Ankara|Athens|Atlanta|Auckland|Baghdad|Baltimore|' +
  'Bangkok|Barcelona|Beijing|Beirut|Belgrade|Berlin|Bogota|Bonn|Boston|Brasilia|Bratislava|Brussels|Bucharest|' +
  'Budapest|Buenos Aires|Cairo|Canberra|Cape Town|Caracas|Chicago|Cincinnati|Cleveland|Colombo|Copenhagen|Dakar|' +
  'Dallas|Damascus|Delhi|Denver|Detroit|Dhaka|Doha|Dubai|Dublin|Edinburgh|Frankfurt|Geneva|Guatemala City|Hamburg|' +
  'Hanoi|Harare|Havana|Helsinki|Hong Kong|Honolulu|Houston|Indianapolis|Islamabad|Istanbul|Jakarta|Jerusalem|' +
  'Johannesburg|Kabul|Karachi|Kathmandu|Khartoum|Kiev|Kyiv|Kuala Lumpur|Kuwait City|Lagos|Las Vegas|Lima|Lisbon|' +
  'London|Los Angeles|Luxembourg|Madrid|Manila|Melbourne|Mexico City|Miami|Milan|Milwaukee|Minneapolis|Monaco|' +
  'Montreal|Moscow|Mumbai|Munich|Nairobi|New Delhi|New Orleans|New York|Nicosia|Oklahoma City|Oslo|Ottawa|Panama City|' +
  'Paris|Philadelphia|Phoenix|Pittsburgh|Prague|Pretoria|Pristina|Quito|Rabat|Rangoon|Riga|Rio de Janeiro|Riyadh|' +
  'Rome|San Antonio|San Diego|San Francisco|San Salvador|Santiago|Sao Paulo|Sarajevo|Seattle|Seoul|Shanghai|Singapore|' +
  'Sofia|St. Louis|Stockholm|Sydney|Taipei|Tallinn|Tehran|Tel Aviv|Tirana|Tokyo|Toronto|Tripoli|Tunis|United Nations|' +
  'Vancouver|Vatican City|Vienna|Vilnius|Warsaw|Washington|Wellington|Yangon|Zagreb|Zurich'
).split('|');

/** Source of a pattern that matches such a city, in capitals. */
export const CITY = alternation(CITIES.map((city) => city.toUpperCase()));
