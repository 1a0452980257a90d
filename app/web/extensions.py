"""Flask's extensions, created here and bound to the app in ``create_app``."""

from typing import Any

from flask_login import LoginManager
from flask_migrate import Migrate
from flask_wtf import CSRFProtect

csrf = CSRFProtect()
login_manager = LoginManager()
migrate = Migrate()


@migrate.configure
def _name_revisions_by_date(config: Any) -> Any:
    config.set_main_option(
        "file_template", "%%(year)d%%(month).2d%%(day).2d_%%(hour).2d%%(minute).2d_%%(slug)s"
    )
    return config
