"""Which glyph a code of a simple font stands for: Latin glyph names, and the encodings that PDF knows by name.

ISO 32000-2, Annex D. WinAnsi and MacRoman are those of Python, but for the few codes that the annex says otherwise.
"""

from collections.abc import Mapping
from functools import cache

_CHARACTERS = """
! \" # $ % & ' ( ) * + , - . / 0 1 2 3 4 5 6 7 8 9 : ; < = > ? @ A B C D E F G H I J K L M N O P Q R S T U V W X
Y Z [ \\ ] ^ _ ` a b c d e f g h i j k l m n o p q r s t u v w x y z { | } ~ ¡ ¢ £ ¤ ¥ ¦ § ¨ © ª « ¬ ® ¯ ° ± ² ³
´ µ ¶ · ¸ ¹ º » ¼ ½ ¾ ¿ À Á Â Ã Ä Å Æ Ç È É Ê Ë Ì Í Î Ï Ð Ñ Ò Ó Ô Õ Ö × Ø Ù Ú Û Ü Ý Þ ß à á â ã ä å æ ç è é ê ë
ì í î ï ð ñ ò ó ô õ ö ÷ ø ù ú û ü ý þ ÿ Ā ā Ă ă Ą ą Ć ć Č č Ď ď Đ đ Ē ē Ė ė Ę ę Ě ě Ğ ğ Ģ ģ Ī ī Į į İ ı Ķ ķ Ĺ ĺ
Ļ ļ Ľ ľ Ł ł Ń ń Ņ ņ Ň ň Ō ō Ő ő Œ œ Ŕ ŕ Ŗ ŗ Ř ř Ś ś Ş ş Š š Ţ ţ Ť ť Ū ū Ů ů Ű ű Ų ų Ÿ Ź ź Ż ż Ž ž ƒ Ș ș ˆ ˇ ˘ ˙
˚ ˛ ˜ ˝ – — ‘ ’ ‚ “ ” „ † ‡ • … ‰ ‹ › ⁄ € ™ ∂ ∆ ∑ − √ ≠ ≤ ≥ ◊ ﬁ ﬂ
"""
_NAMES = """
exclam quotedbl numbersign dollar percent ampersand quotesingle parenleft parenright asterisk plus comma hyphen
period slash zero one two three four five six seven eight nine colon semicolon less equal greater question at A
B C D E F G H I J K L M N O P Q R S T U V W X Y Z bracketleft backslash bracketright asciicircum underscore
grave a b c d e f g h i j k l m n o p q r s t u v w x y z braceleft bar braceright asciitilde exclamdown cent
sterling currency yen brokenbar section dieresis copyright ordfeminine guillemotleft logicalnot registered
macron degree plusminus twosuperior threesuperior acute mu paragraph periodcentered cedilla onesuperior
ordmasculine guillemotright onequarter onehalf threequarters questiondown Agrave Aacute Acircumflex Atilde
Adieresis Aring AE Ccedilla Egrave Eacute Ecircumflex Edieresis Igrave Iacute Icircumflex Idieresis Eth Ntilde
Ograve Oacute Ocircumflex Otilde Odieresis multiply Oslash Ugrave Uacute Ucircumflex Udieresis Yacute Thorn
germandbls agrave aacute acircumflex atilde adieresis aring ae ccedilla egrave eacute ecircumflex edieresis
igrave iacute icircumflex idieresis eth ntilde ograve oacute ocircumflex otilde odieresis divide oslash ugrave
uacute ucircumflex udieresis yacute thorn ydieresis Amacron amacron Abreve abreve Aogonek aogonek Cacute cacute
Ccaron ccaron Dcaron dcaron Dcroat dcroat Emacron emacron Edotaccent edotaccent Eogonek eogonek Ecaron ecaron
Gbreve gbreve Gcommaaccent gcommaaccent Imacron imacron Iogonek iogonek Idotaccent dotlessi Kcommaaccent
kcommaaccent Lacute lacute Lcommaaccent lcommaaccent Lcaron lcaron Lslash lslash Nacute nacute Ncommaaccent
ncommaaccent Ncaron ncaron Omacron omacron Ohungarumlaut ohungarumlaut OE oe Racute racute Rcommaaccent
rcommaaccent Rcaron rcaron Sacute sacute Scedilla scedilla Scaron scaron Tcommaaccent tcommaaccent Tcaron tcaron
Umacron umacron Uring uring Uhungarumlaut uhungarumlaut Uogonek uogonek Ydieresis Zacute zacute Zdotaccent
zdotaccent Zcaron zcaron florin Scommaaccent scommaaccent circumflex caron breve dotaccent ring ogonek tilde
hungarumlaut endash emdash quoteleft quoteright quotesinglbase quotedblleft quotedblright quotedblbase dagger
daggerdbl bullet ellipsis perthousand guilsinglleft guilsinglright fraction Euro trademark partialdiff Delta
summation minus radical notequal lessequal greaterequal lozenge fi fl
"""
_STANDARD_HIGH = (
    "¡¢£⁄¥ƒ§¤'“«‹›ﬁﬂ –†‡· ¶•‚„”»…‰ ¿ `´ˆ˜¯˘˙¨ ˚¸ ˝˛ˇ—                Æ ª    ŁØŒº     æ   ı  łøœß"  # codes 161 to 251
)


@cache
def names() -> Mapping[str, str]:
    """Character → name of its glyph."""
    return {" ": "space", **dict(zip(_CHARACTERS.split(), _NAMES.split(), strict=True))}


@cache
def encoding(name: str) -> Mapping[int, str]:
    """Code → name of its glyph, of an encoding called as in PDF; empty for one that is none of these."""
    match name:
        case "/WinAnsiEncoding":
            spare = dict.fromkeys((127, 129, 141, 143, 144, 157), "bullet")
            return spare | _of_codec("cp1252") | {160: "space", 173: "hyphen"}
        case "/MacRomanEncoding":
            return _of_codec("mac_roman") | {202: "space", 219: "currency"}
        case "/StandardEncoding":
            high = {code: names()[each] for code, each in enumerate(_STANDARD_HIGH, 161) if each != " "}
            return {**_of_codec("ascii"), 39: "quoteright", 96: "quoteleft", **high}
        case _:
            return {}


def _of_codec(codec: str) -> dict[int, str]:
    characters = enumerate(bytes(range(256)).decode(codec, "replace"))
    return {code: names()[character] for code, character in characters if character in names()}
