/** Every country code assigned in ISO 3166-1 (249), with two letters, then three. */
const assigned = `
  ADAND AEARE AFAFG AGATG AIAIA ALALB AMARM AOAGO AQATA ARARG ASASM ATAUT AUAUS AWABW AXALA AZAZE BABIH BBBRB
  BDBGD BEBEL BFBFA BGBGR BHBHR BIBDI BJBEN BLBLM BMBMU BNBRN BOBOL BQBES BRBRA BSBHS BTBTN BVBVT BWBWA BYBLR
  BZBLZ CACAN CCCCK CDCOD CFCAF CGCOG CHCHE CICIV CKCOK CLCHL CMCMR CNCHN COCOL CRCRI CUCUB CVCPV CWCUW CXCXR
  CYCYP CZCZE DEDEU DJDJI DKDNK DMDMA DODOM DZDZA ECECU EEEST EGEGY EHESH ERERI ESESP ETETH FIFIN FJFJI FKFLK
  FMFSM FOFRO FRFRA GAGAB GBGBR GDGRD GEGEO GFGUF GGGGY GHGHA GIGIB GLGRL GMGMB GNGIN GPGLP GQGNQ GRGRC GSSGS
  GTGTM GUGUM GWGNB GYGUY HKHKG HMHMD HNHND HRHRV HTHTI HUHUN IDIDN IEIRL ILISR IMIMN ININD IOIOT IQIRQ IRIRN
  ISISL ITITA JEJEY JMJAM JOJOR JPJPN KEKEN KGKGZ KHKHM KIKIR KMCOM KNKNA KPPRK KRKOR KWKWT KYCYM KZKAZ LALAO
  LBLBN LCLCA LILIE LKLKA LRLBR LSLSO LTLTU LULUX LVLVA LYLBY MAMAR MCMCO MDMDA MEMNE MFMAF MGMDG MHMHL MKMKD
  MLMLI MMMMR MNMNG MOMAC MPMNP MQMTQ MRMRT MSMSR MTMLT MUMUS MVMDV MWMWI MXMEX MYMYS MZMOZ NANAM NCNCL NENER
  NFNFK NGNGA NINIC NLNLD NONOR NPNPL NRNRU NUNIU NZNZL OMOMN PAPAN PEPER PFPYF PGPNG PHPHL PKPAK PLPOL PMSPM
  PNPCN PRPRI PSPSE PTPRT PWPLW PYPRY QAQAT REREU ROROU RSSRB RURUS RWRWA SASAU SBSLB SCSYC SDSDN SESWE SGSGP
  SHSHN SISVN SJSJM SKSVK SLSLE SMSMR SNSEN SOSOM SRSUR SSSSD STSTP SVSLV SXSXM SYSYR SZSWZ TCTCA TDTCD TFATF
  TGTGO THTHA TJTJK TKTKL TLTLS TMTKM TNTUN TOTON TRTUR TTTTO TVTUV TWTWN TZTZA UAUKR UGUGA UMUMI USUSA UYURY
  UZUZB VAVAT VCVCT VEVEN VGVGB VIVIR VNVNM VUVUT WFWLF WSWSM YEYEM YTMYT ZAZAF ZMZMB ZWZWE
`.trim().split(/\s+/)

/** The codes that a usage location may have, sorted. */
export const countryCodes: readonly string[] = assigned.map(pair => pair.slice(0, 2))

const codes = new Set(countryCodes)
const byThreeLetters = new Map(assigned.map(pair => [pair.slice(2), pair.slice(0, 2)]))

/** Two letters that people write and the standard does not assign, with what they mean. */
const mistaken: Readonly<Record<string, string>> = {
  EL: 'write `GR`',
  UK: 'write `GB`',
  EN: 'write `GB`',
  FX: 'write `FR`',
  BU: 'write `MM`',
  TP: 'write `TL`',
  ZR: 'write `CD`',
  DD: 'write `DE`',
  SU: 'the code was withdrawn; write the country, such as `RU` or `EE`',
  YU: 'the code was withdrawn; write `RS` or `ME`',
  CS: 'the code was withdrawn; write `CZ`, `SK`, `RS` or `ME`',
  AN: 'the code was withdrawn; write `BQ`, `CW` or `SX`',
  XK: 'it is in use for Kosovo, but ISO 3166-1 does not assign it',
  EU: 'a usage location is one country, not a union of them',
}

/** What a text is as a country, or what to write instead. */
export type CountryCheck = { readonly ok: true; readonly code: string } | { readonly ok: false; readonly hint: string }

/** Accepts two upper-case letters that ISO 3166-1 assigns, and nothing else. */
export function checkCountry(text: string): CountryCheck {
  if (codes.has(text)) return { ok: true, code: text }
  const upper = text.trim().toUpperCase()
  const code = codes.has(upper) ? upper : byThreeLetters.get(upper)
  if (code !== undefined) return { ok: false, hint: `write \`${code}\`` }
  return { ok: false, hint: mistaken[upper] ?? 'write two upper-case letters that ISO 3166-1 assigns, such as `CH`' }
}
