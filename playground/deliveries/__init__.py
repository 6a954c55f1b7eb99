"""Both ways in which a workspace reaches its app: signed HTTP posts, and Socket Mode."""

from playground.deliveries.delivery import Deliveries, Delivery, Reply
from playground.deliveries.over_http import HttpDeliveries
from playground.deliveries.over_socket import SocketDeliveries

__all__ = ["Deliveries", "Delivery", "HttpDeliveries", "Reply", "SocketDeliveries"]
