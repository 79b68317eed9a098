"""A Django REST application of one file, documented by drf-spectacular: authors, books, and orders with actions.

`python django_app.py prepare` makes its tables and first rows, `dump` prints every row as JSON, `serve PORT` serves it.
"""

import json
import sys
from pathlib import Path

import django
from django.conf import settings

HERE = Path(__file__).resolve().parent
# This one file is also the installed application that its models belong to.
sys.modules["shop"] = sys.modules[__name__]

settings.configure(
    DEBUG=False,
    SECRET_KEY="throw-away",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": HERE / "data.sqlite3"}},
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "rest_framework",
        "rest_framework.authtoken",
        "django_filters",
        "drf_spectacular",
        "shop",
    ],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ],
    REST_FRAMEWORK={
        "DEFAULT_AUTHENTICATION_CLASSES": [
            "rest_framework.authentication.TokenAuthentication",
            "rest_framework.authentication.SessionAuthentication",
        ],
        "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
        "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
        "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.LimitOffsetPagination",
        "PAGE_SIZE": 20,
        "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    },
    SPECTACULAR_SETTINGS={"TITLE": "Bookshop", "VERSION": "1.0.0", "SERVE_PERMISSIONS": []},
    LOGGING={"version": 1, "disable_existing_loggers": True},
)
django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.db import models  # noqa: E402
from django.urls import include, path  # noqa: E402
from django_filters.rest_framework import DjangoFilterBackend  # noqa: E402
from drf_spectacular.utils import extend_schema  # noqa: E402
from drf_spectacular.views import SpectacularAPIView  # noqa: E402
from rest_framework import filters, serializers, viewsets  # noqa: E402
from rest_framework.authtoken.models import Token  # noqa: E402
from rest_framework.authtoken.views import obtain_auth_token  # noqa: E402
from rest_framework.decorators import action  # noqa: E402
from rest_framework.response import Response  # noqa: E402
from rest_framework.routers import DefaultRouter  # noqa: E402


class Author(models.Model):
    name = models.CharField(max_length=60)
    email = models.EmailField(unique=True)
    born = models.DateField(null=True, blank=True)

    class Meta:
        app_label = "shop"
        ordering = ["id"]


class Book(models.Model):
    class Language(models.TextChoices):
        ENGLISH = "en"
        GERMAN = "de"
        CHINESE = "zh"

    author = models.ForeignKey(Author, on_delete=models.CASCADE)
    title = models.CharField(max_length=100)
    isbn = models.SlugField(max_length=13, unique=True)
    price = models.DecimalField(max_digits=8, decimal_places=2)
    pages = models.PositiveIntegerField(null=True, blank=True)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.ENGLISH)

    class Meta:
        app_label = "shop"
        ordering = ["id"]


class Order(models.Model):
    class Status(models.TextChoices):
        OPEN = "open"
        PAID = "paid"
        CANCELLED = "cancelled"

    book = models.ForeignKey(Book, on_delete=models.CASCADE)
    quantity = models.PositiveSmallIntegerField(default=1)
    note = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.OPEN, editable=False)
    placed = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "shop"
        ordering = ["id"]


class AuthorSerializer(serializers.ModelSerializer):
    class Meta:
        model = Author
        fields = ["id", "name", "email", "born"]


class BookSerializer(serializers.ModelSerializer):
    class Meta:
        model = Book
        fields = ["id", "author", "title", "isbn", "price", "pages", "language"]


class OrderSerializer(serializers.ModelSerializer):
    class Meta:
        model = Order
        fields = ["id", "book", "quantity", "note", "status", "placed"]


class CancelSerializer(serializers.Serializer):
    reason = serializers.CharField(max_length=50)


class AuthorViewSet(viewsets.ModelViewSet):
    queryset = Author.objects.all()
    serializer_class = AuthorSerializer
    filter_backends = [filters.SearchFilter, filters.OrderingFilter]
    search_fields = ["name"]


class BookViewSet(viewsets.ModelViewSet):
    queryset = Book.objects.all()
    serializer_class = BookSerializer
    filter_backends = [DjangoFilterBackend]
    filterset_fields = ["author", "language"]


class OrderViewSet(viewsets.ModelViewSet):
    queryset = Order.objects.all()
    serializer_class = OrderSerializer

    @extend_schema(request=None, responses=OrderSerializer)
    @action(detail=True, methods=["post"])
    def pay(self, request, pk=None):
        return self._become(Order.Status.PAID)

    @extend_schema(request=CancelSerializer, responses=OrderSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request, pk=None):
        CancelSerializer(data=request.data).is_valid(raise_exception=True)
        return self._become(Order.Status.CANCELLED)

    def _become(self, status):
        order = self.get_object()
        order.status = status
        order.save()
        return Response(OrderSerializer(order).data)


router = DefaultRouter()
router.include_root_view = False
router.register("authors", AuthorViewSet)
router.register("books", BookViewSet)
router.register("orders", OrderViewSet)

urlpatterns = [
    path("schema/", SpectacularAPIView.as_view()),
    path("api/token/", obtain_auth_token),
    path("api/", include(router.urls)),
]


def prepare():
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        for model in (Author, Book, Order):
            editor.create_model(model)
    user = User.objects.create_superuser("admin", "admin@example.com", "throw-away")
    Token.objects.create(user=user, key="0123456789abcdef0123456789abcdef01234567")
    authors = [Author.objects.create(name=f"Author {n}", email=f"author{n}@example.com") for n in range(1, 4)]
    books = [
        Book.objects.create(author=author, title=f"Book {n}", isbn=f"978000000000{n}", price="9.50")
        for n, author in enumerate(authors)
    ]
    for book in books:
        Order.objects.create(book=book)


def dump():
    rows = {
        f"{model._meta.model_name} {row['id']}": row
        for model in (Author, Book, Order, User)
        for row in model.objects.values()
    }
    print(json.dumps(rows, default=str))


def serve(port):
    from django.core.management import call_command

    call_command("runserver", f"127.0.0.1:{port}", "--noreload", verbosity=0)


if __name__ == "__main__":
    {"prepare": prepare, "dump": dump, "serve": serve}[sys.argv[1]](*sys.argv[2:])
