/** One simulated person: who they are and what they will do, decided once when they arrive. */
export type SimulatedPerson = {
  userId: string;
  traits: Record<string, string | number | boolean>;
  /** Events with the simulated hours after arrival at which they happen, in order. */
  plan: { event: string; afterHours: number; properties: Record<string, string | number> }[];
};

const firstNames = [
  "Helene",
  "Jonas",
  "Mara",
  "Emil",
  "Lena",
  "Noah",
  "Clara",
  "Ben",
  "Ida",
  "Felix",
  "Nora",
  "Paul",
  "Greta",
  "Anton",
  "Frieda",
  "Oskar",
  "Lotte",
  "Karl",
  "Marie",
  "Theo",
  "Ayse",
  "Deniz",
  "Sofia",
  "Luca",
  "Zoé",
  "Mikael",
  "Agnes",
  "Piotr",
];
const lastNames = [
  "Brandt",
  "Keller",
  "Winter",
  "Okafor",
  "Yılmaz",
  "Schäfer",
  "Lindner",
  "Vogt",
  "Krämer",
  "Nowak",
  "Rossi",
  "Weiß",
  "Böhm",
  "Hansen",
  "Moreau",
  "Seidel",
  "Graf",
  "Arnold",
  "Jansen",
  "Fuchs",
];
const companies = [
  "Hafenwerk",
  "Nordlicht",
  "Kornfeld",
  "Blaupause",
  "Elbtal",
  "Sonnwend",
  "Talwind",
  "Kupferkanne",
  "Lindenhof",
  "Morgenrot",
  "Steinbock",
  "Wellenbau",
];
const countries = ["DE", "DE", "DE", "AT", "CH", "NL", "FR"];

/** Makes person number `index` from a source of chance in [0, 1). */
export function simulatePerson(index: number, run: string, chance: () => number): SimulatedPerson {
  const firstName = pick(firstNames, chance);
  const lastName = pick(lastNames, chance);
  const company = pick(companies, chance);
  const userId = `sim-${run}-${index}`;
  const employees = Math.round(2 + 180 * chance() ** 3);
  return {
    userId,
    traits: {
      first_name: firstName,
      last_name: lastName,
      name: `${firstName} ${lastName}`,
      email: `${ascii(firstName)}.${ascii(lastName)}.${index}@${ascii(company)}.example`,
      company,
      country: pick(countries, chance),
      employees,
      plan: "trial",
      simulated: true,
    },
    plan: planOf(chance),
  };
}

/** Sixty-one in a hundred create a project in time, a third of the others after a reminder; about one in eight of them pays. */
function planOf(chance: () => number): SimulatedPerson["plan"] {
  const arrival = chance() < 0.08 ? "pricing_form_sent" : "trial_started";
  const plan: SimulatedPerson["plan"] = [
    { event: arrival, afterHours: 0, properties: { source: chance() < 0.6 ? "search" : "partner" } },
  ];
  const isQuick = chance() < 0.61;
  const comesBack = !isQuick && chance() < 0.34;
  if (!isQuick && !comesBack) return plan;
  const projectAt = isQuick ? 1 + 44 * chance() ** 1.6 : 52 + 60 * chance();
  plan.push({
    event: "project_created",
    afterHours: projectAt,
    properties: { template: pick(["blank", "onboarding", "crm"], chance) },
  });
  if (chance() < 0.42)
    plan.push({
      event: "teammate_invited",
      afterHours: projectAt + 2 + 30 * chance(),
      properties: { count: 1 + Math.floor(3 * chance()) },
    });
  if (chance() < 0.29)
    plan.push({
      event: "subscription_started",
      afterHours: projectAt + 6 + 100 * chance(),
      properties: { plan: "pro", amount_cents: 3100, currency: "EUR" },
    });
  return plan;
}

function pick<Value>(values: readonly Value[], chance: () => number): Value {
  const value = values[Math.floor(chance() * values.length)];
  if (value === undefined) throw new Error("Nothing to pick from");
  return value;
}

function ascii(text: string): string {
  return text
    .toLowerCase()
    .replaceAll("ä", "ae")
    .replaceAll("ö", "oe")
    .replaceAll("ü", "ue")
    .replaceAll("ß", "ss")
    .replaceAll("ı", "i")
    .normalize("NFD")
    .replaceAll(/[^a-z]/g, "");
}
