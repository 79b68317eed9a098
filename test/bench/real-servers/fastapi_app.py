"""A FastAPI application of some 60 lines: enums, limits, a nested model, and two kinds of credentials."""

from enum import Enum
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Path, Query, Response
from fastapi.security import APIKeyHeader, HTTPBearer
from pydantic import BaseModel, EmailStr, Field

app = FastAPI(title="Parcels", version="1.0.0")
bearer = HTTPBearer()
admin_key = APIKeyHeader(name="X-Admin-Key")


class Size(str, Enum):
    small = "small"
    medium = "medium"
    large = "large"


class Address(BaseModel):
    street: str = Field(min_length=1, max_length=80)
    country: str = Field(pattern="^[A-Z]{2}$")


class NewParcel(BaseModel):
    label: str = Field(min_length=3, max_length=20)
    size: Size
    grams: int = Field(ge=1, le=30000)
    to: Address
    tags: list[str] = Field(default=[], max_length=5)
    sender: EmailStr | None = None


class Parcel(NewParcel):
    id: int


first = NewParcel(label="first", size=Size.small, grams=100, to=Address(street="Main Street 1", country="DE"))
parcels = {number: Parcel(id=number, **first.model_dump()) for number in (1, 2, 3)}


def user(credentials=Depends(bearer)):
    if credentials.credentials != "secret-token":
        raise HTTPException(401, "wrong token")


def admin(key: str = Depends(admin_key)):
    if key != "secret-key":
        raise HTTPException(403, "wrong key")


def stored(parcel_id: Annotated[int, Path(ge=1)]):
    if parcel_id not in parcels:
        raise HTTPException(404, "no such parcel")
    return parcel_id


@app.get("/parcels", dependencies=[Depends(user)])
def list_parcels(size: Size | None = None, limit: Annotated[int, Query(ge=1, le=100)] = 20) -> list[Parcel]:
    return [parcel for parcel in parcels.values() if size in (None, parcel.size)][:limit]


@app.post("/parcels", status_code=201, dependencies=[Depends(user)])
def create_parcel(parcel: NewParcel) -> Parcel:
    number = max(parcels, default=0) + 1
    parcels[number] = Parcel(id=number, **parcel.model_dump())
    return parcels[number]


@app.get("/parcels/{parcel_id}", dependencies=[Depends(user)])
def read_parcel(parcel_id: Annotated[int, Depends(stored)]) -> Parcel:
    return parcels[parcel_id]


@app.put("/parcels/{parcel_id}", dependencies=[Depends(user)])
def replace_parcel(parcel_id: Annotated[int, Depends(stored)], parcel: NewParcel) -> Parcel:
    parcels[parcel_id] = Parcel(id=parcel_id, **parcel.model_dump())
    return parcels[parcel_id]


@app.delete("/parcels/{parcel_id}", status_code=204, dependencies=[Depends(admin)])
def delete_parcel(parcel_id: Annotated[int, Depends(stored)]) -> Response:
    del parcels[parcel_id]
    return Response(status_code=204)


@app.get("/state", include_in_schema=False)
def state() -> dict[int, Parcel]:
    return parcels
