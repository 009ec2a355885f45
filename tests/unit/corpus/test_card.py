from __future__ import annotations

from datasets import DatasetInfo, SplitDict, SplitInfo
from datasets.info import DatasetInfosDict
from datasets.utils.metadata import MetadataConfigs
from huggingface_hub import DatasetCardData
from hypothesis import given

from standoff.corpus import card
from standoff.corpus.columns import ROWS
from standoff.corpus.features import corpus_columns
from standoff.corpus.metadata import Metadata
from standoff.corpus.shards import ShardFile
from standoff.scheme import Scheme
from tests.strategies import schemes

FILES = [
    ShardFile("articles", "train", "data/articles/a.parquet", 3, 40, 20, "ab" * 32, "cd" * 32, {}),
    ShardFile("annotations", "train", "data/annotations/b.parquet", 4, 50, 30, "ef" * 32, "01" * 32, {}),
]
MANIFEST = {"articles": {"number": 3}, "configs": {file.config: {"digest": file.digest} for file in FILES}}


@given(schemes())
def test_the_front_matter_is_as_datasets_and_the_hub_write_it(scheme: Scheme) -> None:
    columns = corpus_columns(scheme)
    source = card.CardSource(Metadata(pretty_name="A corpus: “x”"), scheme, columns, FILES, MANIFEST)
    data = DatasetCardData(
        pretty_name=source.title,
        language=source.metadata.language,
        license=source.metadata.license,
        tags=["standoff", *scheme.spans],
        task_categories=["token-classification", *(["text-classification"] if scheme.stance else [])],
        size_categories="n<1K",
    )
    infos, configs = DatasetInfosDict(), MetadataConfigs()
    for file in FILES:
        config = file.config
        splits = SplitDict({file.split: SplitInfo(file.split, file.nbytes, file.rows)})
        infos[config] = DatasetInfo(
            features=columns[config].to_features(),
            splits=splits,
            download_size=file.size,
            dataset_size=file.nbytes,
        )
        description = f"Each row is {ROWS[config]}. Content sha256: {file.digest}"
        configs[config] = {"description": description, "data_files": [{"split": "train", "path": [file.path]}]}
    configs["articles"]["default"] = True
    infos.to_dataset_card_data(data)
    configs.to_dataset_card_data(data)
    assert card._front_matter(source) == f"{data.to_yaml()}\n"
