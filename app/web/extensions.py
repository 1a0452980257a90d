"""Flask's extensions, created here and bound to the app in ``create_app``."""

from typing import Any

from flask import Response
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_wtf import CSRFProtect


class SessionsOnly(LoginManager):
    """Flask-Login without its "remember me" cookie, for whose sake it looks into the session of every answer.

    A public page that had nothing to do with the session could then not be kept by any cache.
    """

    def _update_remember_cookie(self, response: Response) -> Response:
        return response


csrf = CSRFProtect()
login_manager = SessionsOnly()
migrate = Migrate()


@migrate.configure
def _name_revisions_by_date(config: Any) -> Any:
    config.set_main_option(
        "file_template", "%%(year)d%%(month).2d%%(day).2d_%%(hour).2d%%(minute).2d_%%(slug)s"
    )
    return config
