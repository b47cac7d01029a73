"""What a language needs beyond a catalog: the words and the order of citations, and collation.

Adding a language is one module here, one line in the table, and catalogs.
"""

from generator.languages import en, vi
from generator.languages.language import Language

LANGUAGES: dict[str, Language] = {language.code: language for language in (vi.LANGUAGE, en.LANGUAGE)}

__all__ = ["LANGUAGES", "Language"]
