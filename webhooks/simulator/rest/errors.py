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
    21214: (400, "'To' phone number cannot be reached"),
    21217: (400, "Phone number does not appear to be valid"),
    21219: (400, "'To' phone number not verified"),
    21215: (400, "Geo Permission configuration is not permitting call"),
    21216: (400, "Account not allowed to call this number"),
    21220: (400, "Invalid call state"),
    21408: (400, "Permission to send an SMS has not been enabled for the region"),
    21602: (400, "Message body is required"),
    21603: (400, "A 'From' phone number is required"),
    21604: (400, "A 'To' phone number is required"),
    21606: (400, "The 'From' number is not a valid, SMS-capable inbound number for your account"),
    21608: (400, "The number is unverified. Trial accounts cannot send messages to unverified numbers"),
    21609: (400, "Invalid 'StatusCallback' URL"),
    21610: (400, "Attempt to send to unsubscribed recipient"),
    21611: (400, "This 'From' number has exceeded the maximum number of queued messages"),
    21612: (400, "The 'To' phone number is not currently reachable using the 'From' phone number via SMS"),
    21614: (400, "'To' number is not a valid mobile number"),
    21617: (400, "The concatenated message body exceeds the 1600 character limit"),
}

# What may be said of a number as soon as somebody wants to call or text it.
CALL_REFUSALS = frozenset({21214, 21215, 21216, 21217, 21219})
TEXT_REFUSALS = frozenset({21408, 21608, 21611, 21612, 21614})


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
