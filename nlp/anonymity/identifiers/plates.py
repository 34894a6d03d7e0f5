"""German licence plates, by the codes of the registration districts (FZV, Anlage 1)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nlp.anonymity.rules import rule

if TYPE_CHECKING:
    from nlp.anonymity.rules import Match, Rule

_DISTRICTS = frozenset(
    "A AA AB ABG ABI AC AE AH AIB AIC AK ALF ALZ AM AN ANA ANG ANK AP APD AR ARN ART AS ASL ASZ "
    "AT AU AUR AW AZ AZE B BA BAD BAR BB BBG BC BCH BD BE BED BER BF BGD BGL BH BI BID BIN BIR "
    "BIT BIW BK BKS BL BLB BLK BM BN BNA BO BOG BOH BOR BOT BP BRA BRB BRG BRI BRK BRL BRV BS "
    "BSB BSK BT BTF BUL BUR BUS BW BWL BYL BZ BZA BÜD BÜR BÜS BÜZ C CA CAS CB CE CHA CLP CLZ CO "
    "COC COE CR CUX CW D DA DAH DAN DAU DBR DD DE DEG DEL DGF DH DI DIL DIN DIZ DKB DL DLG DM "
    "DN DO DON DS DU DUD DW DZ DÖS DÜW E EA EB EBE EBN EBS ECK ED EE EF EG EH EHI EI EIC EIH "
    "EIL EIN EIS EL EM EMD EMS EN ER ERB ERH ERK ERZ ES ESB ESW EU EUT EW F FB FD FDB FDS FEU "
    "FF FFB FG FI FKB FL FLO FN FO FOR FR FRG FRI FRW FS FT FTL FW FZ FÖH FÜ FÜS G GA GAN GAP "
    "GC GD GDB GE GEL GEM GEO GER GF GG GHA GHC GI GK GL GLA GM GMN GN GNT GOA GOH GP GR GRA "
    "GRH GRI GRM GRZ GRÜ GS GT GTH GUB GUN GV GVM GW GZ GÖ GÜ H HA HAB HAL HAM HAS HB HBN HBS "
    "HC HCH HD HDH HDL HE HEB HEF HEI HEL HER HET HF HG HGN HGW HH HHM HI HIG HIP HK HL HM HMU "
    "HN HO HOG HOH HOL HOM HOR HOT HP HR HRO HS HSK HST HU HUS HV HVL HWI HX HY HZ HÖS IGB IK "
    "IL ILL IN IS IZ J JB JE JEV JL JUL K KA KAR KB KC KE KEH KEL KEM KF KG KH KI KIB KK KL KLE "
    "KLZ KM KN KO KR KRU KS KT KU KUS KW KY KYF KÖN KÖT KÖZ L LA LAN LAU LB LBS LBZ LC LD LDK "
    "LDS LEO LER LEV LF LG LH LI LIB LIF LIP LL LM LN LOS LP LR LRO LSA LSN LSZ LU LUK LUP LWL "
    "LÖ LÖB LÜN M MA MAB MAI MAK MAL MB MC MD ME MED MEG MEI MEK MER MES MET MG MGH MGN MH MHL "
    "MI MIL MK ML MM MN MO MOD MOL MON MOS MQ MR MS MSE MSH MSP MST MTK MTL MW MYK MZ MZG MÜ "
    "MÜB MÜL MÜR N NAB NAI NAU NB ND NDH NE NEA NEB NEC NEN NES NEW NF NH NI NK NL NM NMB NMS "
    "NOH NOL NOM NOR NP NR NRW NT NU NVP NW NWM NY NZ NÖ NÜ OA OAL OB OBB OBG OC OCH OD OE OF "
    "OG OH OHA OHV OHZ OK OL OP OPR OS OSL OTW OVI OVL OVP P PA PAF PAN PAR PB PCH PE PEG PER "
    "PF PI PIR PL PLO PLÖ PM PN PR PRU PS PW PZ QFT QLB R RA RC RD RDG RE REG REH REI RG RH RI "
    "RID RIE RL RM RN RO ROD ROF ROH ROK ROL ROS ROT ROW RP RS RSL RT RU RV RW RZ RÜD RÜG S SAB "
    "SAD SAN SAW SB SBG SBK SC SCZ SDH SDL SDT SE SEB SEE SEF SEL SFB SFT SG SGH SHA SHG SHK "
    "SHL SI SIG SIM SK SL SLE SLF SLK SLN SLS SLZ SLÜ SM SN SO SOB SOG SOK SON SP SPB SPN SR "
    "SRB SRO ST STA STB STD STE STL SU SUL SW SWA SY SZ SZB SÄK SÖM SÜW TBB TDO TE TET TF TG "
    "THW TIR TO TP TR TS TT TUT TÜ UE UEM UFF UH UL UM UN USI V VAI VB VEC VER VG VIB VIE VIT "
    "VK VL VOH VS W WA WAF WAK WAN WAR WAT WB WBS WDA WE WEB WEL WEN WER WES WF WG WHV WI WIL "
    "WIS WIT WIZ WK WL WLG WM WMS WN WND WO WOB WOH WOL WOR WOS WR WRN WS WSF WST WSW WT WTL "
    "WUG WUN WUR WW WZ WZL WÜ WÜM Z ZE ZEL ZI ZIG ZP ZR ZW ZZ ÖHR ÜB".split()
)
_WEEKDAYS = frozenset({"MO", "DI", "MI", "DO", "FR", "SA", "SO"})
_SEASON = r"(?:\s?(?:0?[1-9]|1[0-2])/(?:0?[1-9]|1[0-2]))?"
_LABEL = r"\b(?i:(?:kfz|pkw|auto)[ -]?)?(?i:kennzeichen)"
_CAR = re.compile(r"kfz|pkw|auto|wagen|fahrzeug|kennzeichen", re.IGNORECASE)
# What else is written with a letter and a number behind a word in capitals.
_NO_PLATES = re.compile(
    r"DIN (?:A|EN)|[A-Z]{1,3}[ -](?:EG|SGB|TOP|(?:BA|MA) \d\d?\b|[BM]A$)|[A-Z]{1,3} [BM]A |"
    r"EG [A-Z]\b|NRW|BAD "
)


def _is_plate(match: Match) -> bool:
    district, letters = match["district"], match["letters"]
    if district not in _DISTRICTS or _NO_PLATES.match(match[0]):
        return False
    return not (district in _WEEKDAYS and letters in _WEEKDAYS)


def _is_spaced_plate(match: Match) -> bool:
    """Check a plate without a hyphen: other codes look like it, so it has to be long."""
    long = len(match["district"] + match["letters"]) > 2 and len(match["digits"]) > 2  # noqa: PLR2004
    before = match.string[max(0, match.start() - 30) : match.start()]
    return _is_plate(match) and (long or _CAR.search(before) is not None)


RULES: tuple[Rule, ...] = (
    rule(
        "licence_plate",
        r"(?<![\w.-])(?P<district>[A-ZÄÖÜ]{1,3}) ?- ?(?P<letters>[A-Z]{1,2})[ \n-]?",
        rf"(?P<digits>[1-9]\d{{0,3}})(?: ?[HE])?{_SEASON}(?![\w/]|[-.,]\d)",
        check=_is_plate,
    ),
    rule(
        "licence_plate",
        r"(?<![\w.-])(?P<district>[A-ZÄÖÜ]{1,3}) (?P<letters>[A-Z]{1,2})[ -]?",
        rf"(?P<digits>[1-9]\d{{0,3}})(?: ?[HE])?{_SEASON}(?![\w/]|[-.,]\d)",
        check=_is_spaced_plate,
    ),
    rule(
        "licence_plate",
        rf"{_LABEL}(?:[ ](?:ist|lautet))?[\s:.]{{1,3}}",
        r"(?P<it>(?=[A-ZÄÖÜ -]{0,7}\d)(?=[\d -]{0,7}[A-ZÄÖÜ])",
        r"[A-ZÄÖÜ0-9]{1,7}(?:[ -][A-Z0-9]{1,5}){0,3})\b",
        code="label",
    ),
)
