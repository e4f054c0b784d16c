"""Errors of the REST API in the carrier's shape."""

from typing import Any

from aiohttp import web

WORDS = {
    20003: (401, "Authenticate"),
    20009: (409, "Cannot delete this resource before it is complete"),
    20404: (404, "The requested resource was not found"),
    20429: (429, "Too Many Requests"),
    20001: (400, "Invalid parameter"),
    20500: (500, "Internal Server Error"),
    20503: (503, "Service unavailable"),
    21201: (400, "No 'To' number is specified"),
    21205: (400, "Url parameter is required, and is to be a valid URL"),
    21210: (400, "Source phone number not yet verified for this account"),
    21211: (400, "Invalid 'To' Phone Number"),
    21212: (400, "Invalid 'From' Number"),
    21213: (400, "'From' phone number is required"),
    21215: (400, "Geo Permission configuration is not permitting call"),
    21216: (400, "Account not allowed to call this number"),
    21220: (400, "Invalid call state"),
    21408: (400, "Permission to send an SMS has not been enabled for the region"),
    21602: (400, "Message body is required"),
    21603: (400, "A 'From' phone number is required"),
    21604: (400, "A 'To' phone number is required"),
    21606: (400, "The 'From' number is not a valid, SMS-capable inbound number for your account"),
    21609: (400, "Invalid 'StatusCallback' URL"),
    21610: (400, "Attempt to send to unsubscribed recipient"),
    21614: (400, "'To' number is not a valid mobile number"),
    21617: (400, "The concatenated message body exceeds the 1600 character limit"),
}


class RestError(Exception):
    """The request is refused; `code` is the carrier's."""

    def __init__(self, code: int, detail: str = "") -> None:
        super().__init__(code)
        self.code, self.detail = code, detail

    def response(self) -> web.Response:
        """The answer as the carrier gives it."""
        status, message = WORDS[self.code]
        body: dict[str, Any] = {
            "code": self.code,
            "message": f"{message}: {self.detail}" if self.detail else message,
            "more_info": f"https://www.twilio.com/docs/errors/{self.code}",
            "status": status,
        }
        headers = {"WWW-Authenticate": 'Basic realm="Twilio API"'} if status == 401 else {}
        return web.json_response(body, status=status, headers=headers)
