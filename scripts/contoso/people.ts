/** Who works at Contoso: name, department, title, office. Order is the order of the export. */
export interface Person {
  readonly name: string
  readonly department: string
  readonly jobTitle: string
  readonly office: Office
}

export type Office = 'Zurich' | 'Munich' | 'Chicago' | 'Bangalore' | 'Dubai'

export const countryOf: Readonly<Record<Office, string>> = { Zurich: 'CH', Munich: 'DE', Chicago: 'US', Bangalore: 'IN', Dubai: 'AE' }

const staff = `
Executive    | Zurich    | Miriam Keller: Chief Executive, Jonas Frei: Chief Financial Officer, Priya Raman: Chief Technology Officer
Executive    | Chicago   | Dale Whitaker: President Americas
IT           | Zurich    | Anouk Steiner: Head of IT, Reto Baumann: Messaging Administrator, Lena Vogt: Identity Administrator
IT           | Bangalore | Arjun Nair: Platform Engineer, Kavya Iyer: Service Desk Lead
IT           | Munich    | Tobias Brandl: Network Engineer
Finance      | Zurich    | Claudia Meier: Controller, Beat Zimmermann: Accountant, Nadia Hofer: Accountant
Finance      | Munich    | Stefan Huber: Treasury Manager, Eva Lindner: Accountant
Finance      | Chicago   | Marcus Bell: Payroll Manager
Engineering  | Zurich    | Fabian Graf: Principal Engineer, Sophie Caduff: Engineer, Luca Bernasconi: Engineer, Ines Moser: Programme Manager
Engineering  | Munich    | Katrin Sommer: Engineer, Oliver Reuter: Engineer, Birgit Falk: Project Manager, Gerhard Pohl: Project Manager
Engineering  | Bangalore | Deepak Menon: Engineering Manager, Ananya Rao: Engineer, Rohan Kulkarni: Engineer, Meera Joshi: Engineer
Sales        | Zurich    | Patrick Wyss: Head of Sales, Andrea Suter: Account Manager, Marco Fontana: Account Manager, Sabine Roth: Account Manager
Sales        | Munich    | Jan Petersen: Account Manager, Heike Wagner: Account Manager, Felix Neumann: Sales Engineer
Sales        | Chicago   | Tanya Brooks: Regional Director, Kevin Ortiz: Account Manager, Grace Lin: Account Manager, Victor Hale: Inside Sales
Sales        | Dubai     | Omar Haddad: Regional Director, Layla Mansour: Account Manager
Support      | Zurich    | Daniel Ammann: Head of Support, Petra Kunz: Support Engineer
Support      | Bangalore | Suresh Pillai: Shift Lead, Divya Shetty: Support Engineer, Imran Sheikh: Support Engineer, Lakshmi Das: Support Engineer
Support      | Chicago   | Brianna Cole: Support Engineer, Aaron Pike: Support Engineer
HR           | Zurich    | Monika Bieri: Head of People, Yves Perrin: Recruiter
HR           | Munich    | Ulrike Engel: People Partner
Marketing    | Zurich    | Chantal Favre: Head of Marketing, Nico Schmid: Designer
Marketing    | Chicago   | Hannah Reed: Content Manager
Contractors  | Bangalore | Vikram Sethi: Test Engineer, Pooja Bhat: Test Engineer
Contractors  | Munich    | Ralf Winter: Consultant
`

/** The people, read off the table above. */
export const people: readonly Person[] = staff
  .trim()
  .split('\n')
  .flatMap(row => {
    const [department = '', office = '', list = ''] = row.split('|').map(cell => cell.trim())
    return list.split(', ').map(entry => {
      const [name = '', jobTitle = ''] = entry.split(': ')
      return { name, department, jobTitle, office: office as Office }
    })
  })

/** People from elsewhere, invited. */
export const guests = [
  { name: 'Elena Petrova', mail: 'elena.petrova@fabrikam.com' },
  { name: 'Hugo Lambert', mail: 'hugo.lambert@adatum.com' },
] as const
